//! What there is to measure, as `cargo xtask bench` has built it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

/// The name of the contender that all of the same WASI are compared with, and our own.
pub(crate) const BY_HAND: &str = "by hand";
pub(crate) const DOORWAY: &str = "doorway";

/// The file that says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contenders {
    /// As `rustc --version` says it.
    pub(crate) toolchain: String,
    /// The command that was given.
    pub(crate) command: String,
    pub(crate) contenders: Vec<Contender>,
    #[serde(default)]
    pub(crate) builds: Vec<Build>,
}

/// A component, or why there is none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) library: String,
    pub(crate) wasi: String,
    /// Its file, from the workspace's root.
    pub(crate) component: Option<PathBuf>,
    /// The same with a hundred more routes, if there is one.
    pub(crate) many: Option<PathBuf>,
    pub(crate) failure: Option<String>,
}

/// How long it takes to build a hello.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Build {
    pub(crate) name: String,
    pub(crate) crates: Option<usize>,
    #[serde(default)]
    pub(crate) seconds: Vec<f64>,
    pub(crate) failure: Option<String>,
}

impl Contenders {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read(path).with_context(|| {
            format!("cannot read {}; run `cargo xtask bench`, which writes it", path.display())
        })?;
        serde_json::from_slice(&text).with_context(|| path.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `xtask/src/bench/document.rs` writes it, whose test has the same.
    #[test]
    fn what_is_written_is_read() {
        let written = r#"{
            "toolchain": "rustc 1.95.0",
            "command": "cargo xtask bench",
            "contenders": [{
                "name": "wstd",
                "library": "wstd 0.6.8",
                "wasi": "0.2",
                "component": "target/bench/components/wstd.wasm",
                "many": null,
                "failure": null
            }],
            "builds": [{ "name": "waki", "crates": null, "seconds": [], "failure": "error: no" }]
        }"#;
        let read: Contenders = serde_json::from_str(written).unwrap();
        assert_eq!(
            read.contenders[0].component.as_deref(),
            Some("target/bench/components/wstd.wasm".as_ref())
        );
        assert_eq!(read.builds[0].failure.as_deref(), Some("error: no"));
    }
}
