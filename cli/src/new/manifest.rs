//! The `Cargo.toml` of a crate, made of the one of an example, which inherits from this repository.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml_edit::{DocumentMut, InlineTable, Item, Value, value};

/// The oldest Rust that the SDK compiles with; the command needs a newer one.
const RUST_VERSION: &str = "1.91";

/// Where the SDK comes from.
pub(super) enum Source {
    /// The version of this program, from crates.io.
    Registry,
    /// A clone of the repository, which this program was built in.
    Folder(PathBuf),
}

impl Source {
    /// The clone that this program was built in, if it is still there.
    pub(super) fn of_this_program() -> Self {
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("sdk");
        match sdk.join("Cargo.toml").is_file() {
            true => Self::Folder(sdk),
            false => Self::Registry,
        }
    }

    fn dependency(&self, features: Option<&Value>) -> Item {
        let mut table = InlineTable::new();
        table.insert("version", env!("CARGO_PKG_VERSION").into());
        if let Self::Folder(sdk) = self {
            table.insert("path", sdk.to_string_lossy().into_owned().into());
        }
        if let Some(features) = features {
            table.insert("features", features.clone());
        }
        match table.len() {
            1 => value(env!("CARGO_PKG_VERSION")),
            _ => value(table),
        }
    }
}

/// The manifest under another name, with nothing in it that is inherited, and with the profiles of a component.
pub(super) fn own(example: &str, name: &str, source: &Source, profiles: &str) -> Result<String> {
    let mut manifest: DocumentMut = example.parse().context("the template's Cargo.toml")?;
    let package = manifest["package"].as_table_mut().context("it has a [package]")?;
    package["name"] = value(name);
    package["version"] = value("0.1.0");
    package["edition"] = value("2024");
    package["rust-version"] = value(RUST_VERSION);
    for key in ["description", "license", "publish"] {
        package.remove(key);
    }
    manifest.remove("lints");
    let dependencies = manifest["dependencies"].as_table_mut().context("it has [dependencies]")?;
    let features = dependencies["doorway"].get("features").and_then(Item::as_value).cloned();
    // Its comment stays where it is.
    let decor = dependencies.key("doorway").map(|key| key.leaf_decor().clone());
    dependencies["doorway"] = source.dependency(features.as_ref());
    if let (Some(mut key), Some(decor)) = (dependencies.key_mut("doorway"), decor) {
        let prefix = decor.prefix().cloned().unwrap_or_default();
        key.leaf_decor_mut().set_prefix(prefix);
        key.leaf_decor_mut().set_suffix(" ");
        key.dotted_decor_mut().clear();
    }
    Ok(format!("{}{profiles}", manifest.to_string().trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = r#"[package]
name = "proxy"
description = "Forwards"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish = false

[lints]
workspace = true

[lib]
crate-type = ["cdylib"]

[dependencies]
# `env` for the upstream.
doorway = { workspace = true, features = ["env"] }
serde = "1"
"#;

    #[test]
    fn nothing_is_inherited_and_comments_stay() {
        let own = own(EXAMPLE, "mine", &Source::Registry, "\n[profile.release]\n").unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!(
            r#"[package]
name = "mine"
version = "0.1.0"
edition = "2024"
rust-version = "{RUST_VERSION}"

[lib]
crate-type = ["cdylib"]

[dependencies]
# `env` for the upstream.
doorway = {{ version = "{version}", features = ["env"] }}
serde = "1"

[profile.release]
"#
        );
        assert_eq!(own, expected);
    }

    #[test]
    fn the_oldest_rust_is_that_of_the_sdk() {
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("sdk/Cargo.toml");
        let sdk: DocumentMut = std::fs::read_to_string(sdk).unwrap().parse().unwrap();
        assert_eq!(sdk["package"]["rust-version"].as_str(), Some(RUST_VERSION));
    }

    #[test]
    fn a_dependency_without_features_is_a_version() {
        let example = EXAMPLE.replace(
            r#"doorway = { workspace = true, features = ["env"] }"#,
            "doorway.workspace = true",
        );
        let own = own(&example, "mine", &Source::Registry, "").unwrap();
        assert!(own.contains(&format!("\ndoorway = \"{}\"\n", env!("CARGO_PKG_VERSION"))), "{own}");
        assert!(!own.contains("workspace"), "{own}");
    }

    #[test]
    fn a_clone_is_named_by_its_folder() {
        let own = own(EXAMPLE, "mine", &Source::Folder("/a clone/sdk".into()), "").unwrap();
        assert!(own.contains(r#"path = "/a clone/sdk", features"#), "{own}");
    }
}
