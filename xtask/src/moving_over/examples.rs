//! axum's examples as crates on doorway.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::rewrite;

/// The crates that doorway replaces.
const REPLACED: &[&str] = &["axum", "axum-core", "axum-extra", "axum-macros", "reqwest"];

/// The features of tokio that it has on wasm, for `full`.
const TOKIO_ON_WASM: &str =
    "tokio = { version = \"1\", features = [\"io-util\", \"macros\", \"rt\", \"sync\", \"time\"] }";

/// An example, as a crate.
pub(super) struct Example {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    /// Whether it brings tests.
    pub(super) has_tests: bool,
}

impl Example {
    pub(super) fn package(&self) -> String {
        format!("example-{}", self.name)
    }

    /// The name of its library, and of its test.
    pub(super) fn target(&self) -> String {
        self.package().replace('-', "_")
    }

    /// Copies an example of axum with what moving over changes.
    pub(super) fn write(
        from: &Path,
        to: &Path,
        doorway: &str,
        tower_request: bool,
    ) -> Result<Self> {
        let name = from.file_name().context("a folder")?.to_string_lossy().into_owned();
        let mut has_tests = false;
        copy(from, to, &mut |file, text| {
            if file.ends_with("Cargo.toml") {
                return Ok(manifest(text, doorway));
            }
            has_tests |= text.contains("#[test]") || text.contains("#[tokio::test]");
            let moved = rewrite::rewrite(text, tower_request)
                .with_context(|| format!("in {}", file.display()))?;
            Ok(moved.source)
        })?;
        Ok(Self { name, folder: to.to_owned(), has_tests })
    }
}

/// Copies a folder, with an edit of its Rust files and its manifest.
fn copy(from: &Path, to: &Path, edit: &mut dyn FnMut(&Path, &str) -> Result<String>) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let from = entry?.path();
        let to = to.join(from.file_name().context("a name")?);
        if from.is_dir() {
            copy(&from, &to, edit)?;
        } else if from.extension().is_some_and(|extension| extension == "rs" || extension == "toml")
        {
            let text = fs::read_to_string(&from)?;
            write(&to, &edit(&from, &text)?)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Writes a file unless it is the same already, so that cargo does not compile it again.
pub(super) fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// The manifest of an example: a library, with doorway for axum, and of tokio what it has.
fn manifest(text: &str, doorway: &str) -> String {
    let mut table = "";
    let mut manifest = String::new();
    let mut tokio = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            if table == "[package]" {
                manifest.push_str(
                    "[lib]\npath = \"src/main.rs\"\ncrate-type = [\"cdylib\", \"rlib\"]\n\n",
                );
            }
            table = line;
        }
        let name = line.split([' ', '=']).next().unwrap_or_default();
        if table == "[dependencies]" && REPLACED.contains(&name) {
            continue;
        }
        if table == "[dependencies]" && name == "tokio" {
            tokio.push(line);
            continue;
        }
        match line.strip_prefix("tower = \"") {
            // axum turns its `util` on.
            Some(version) => manifest
                .push_str(&format!("tower = {{ version = \"{version}, features = [\"util\"] }}")),
            None => manifest.push_str(line),
        }
        manifest.push('\n');
        if line == "[dependencies]" {
            manifest.push_str(doorway);
            manifest.push('\n');
        }
    }
    for line in tokio {
        manifest.push_str(&format!(
            "\n[target.'cfg(not(target_family = \"wasm\"))'.dependencies]\n{line}\n\
             \n[target.'cfg(target_family = \"wasm\")'.dependencies]\n{TOKIO_ON_WASM}\n"
        ));
    }
    manifest.push_str("\n[lints.rust]\nwarnings = \"allow\"\n");
    manifest
}
