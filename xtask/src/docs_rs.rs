//! The documentation of the SDK as docs.rs builds it, and its examples.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{self, cargo};
use crate::workspace::Workspace;

mod examples;

/// Builds the documentation with all features as docs.rs does, with the default ones and with none,
/// and finds public items without an example.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    for choice in [&["--no-default-features"][..], &[]] {
        let mut doc = cargo(workspace, ["doc", "--quiet", "--package", "doorway", "--no-deps"]);
        command::run(doc.args(choice).env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    let mut doc = cargo(workspace, ["rustdoc", "--quiet", "--package", "doorway"]);
    doc.args(["--all-features", "--", "--cfg", "docsrs"]);
    doc.args(["-Z", "unstable-options", "--output-format", "json"]);
    // The features of rustdoc that docs.rs has, on the stable toolchain. Build scripts depend on the
    // variable, so in the same folder all crates would be compiled again.
    let folder = workspace.target("docs-rs");
    doc.env("CARGO_TARGET_DIR", &folder);
    doc.env("RUSTC_BOOTSTRAP", "doorway").env("RUSTDOCFLAGS", "-D warnings");
    command::run(&mut doc)?;

    let file = folder.join("doc/doorway.json");
    let json =
        fs::read(&file).with_context(|| format!("cannot read rustdoc's {}", file.display()))?;
    let found = examples::missing(&serde_json::from_slice::<Value>(&json)?);
    for line in &found {
        eprintln!("{line}");
    }
    match found.len() {
        0 => Ok(()),
        count => bail!("{count} public items lack an example"),
    }
}
