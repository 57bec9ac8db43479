//! `target/bench/contenders.json`: what there is to measure, for the program that measures.
//!
//! `xtask/host/bench/src/contenders.rs` reads it, so both change together.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Document {
    /// As `rustc --version` says it.
    toolchain: String,
    /// The command that was given.
    command: String,
    pub(super) contenders: Vec<Contender>,
    pub(super) builds: Vec<Build>,
}

/// A component, or why there is none.
#[derive(Serialize)]
pub(super) struct Contender {
    pub(super) name: String,
    /// With its version.
    pub(super) library: String,
    /// The version of WASI.
    pub(super) wasi: String,
    /// Its file, from the workspace's root.
    pub(super) component: Option<PathBuf>,
    /// The same with a hundred more routes, if there is one.
    pub(super) many: Option<PathBuf>,
    pub(super) failure: Option<String>,
}

/// How long it takes to build a hello.
#[derive(Serialize)]
pub(super) struct Build {
    pub(super) name: String,
    /// How many packages are compiled, the user's own too.
    pub(super) crates: Option<usize>,
    /// One for each round.
    pub(super) seconds: Vec<f64>,
    pub(super) failure: Option<String>,
}

impl Document {
    pub(super) fn new(toolchain: String, command: String) -> Self {
        Self { toolchain, command, contenders: Vec::new(), builds: Vec::new() }
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        fs::create_dir_all(file.parent().context("it is in a folder")?)
            .and_then(|()| fs::write(file, json))
            .with_context(|| format!("cannot write {}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_as_the_program_reads_it() {
        let mut document = Document::new("rustc 1.95.0".to_owned(), "cargo xtask bench".to_owned());
        document.contenders.push(Contender {
            name: "wstd".to_owned(),
            library: "wstd 0.6.8".to_owned(),
            wasi: "0.2".to_owned(),
            component: Some("target/bench/components/wstd.wasm".into()),
            many: None,
            failure: None,
        });
        document.builds.push(Build {
            name: "waki".to_owned(),
            crates: None,
            seconds: vec![],
            failure: Some("error: no".to_owned()),
        });
        let expected = json!({
            "toolchain": "rustc 1.95.0",
            "command": "cargo xtask bench",
            "contenders": [{
                "name": "wstd",
                "library": "wstd 0.6.8",
                "wasi": "0.2",
                "component": "target/bench/components/wstd.wasm",
                "many": null,
                "failure": null,
            }],
            "builds": [{ "name": "waki", "crates": null, "seconds": [], "failure": "error: no" }],
        });
        assert_eq!(serde_json::to_value(&document).unwrap(), expected);
    }
}
