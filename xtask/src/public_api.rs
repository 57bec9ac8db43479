//! `cargo xtask public-api`: the SDK's public API, item by item, in a file, so that a review shows each change.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use public_api::Builder;

use crate::command::{self, cargo};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The list, from the repository's root.
const FILE: &str = "sdk/public-api.txt";

#[derive(Args)]
pub(crate) struct PublicApi {
    /// Only say what differs; fail if anything does
    #[arg(long)]
    pub(crate) check: bool,
}

/// Writes the list, or compares it.
pub(crate) fn run(workspace: &Workspace, options: &PublicApi) -> Result<()> {
    let list = list(workspace)?;
    let path = workspace.path(FILE);
    let before = fs::read_to_string(&path).unwrap_or_default();
    let changes = changes(&before, &list);
    for change in &changes {
        println!("{change}");
    }
    if options.check {
        if !changes.is_empty() {
            return Err(Failure::new(
                format!("the public API differs from {FILE} in {} lines", changes.len()),
                "if it is meant to, run `cargo xtask public-api` and name the change in CHANGELOG.md",
            )
            .into());
        }
        return Ok(());
    }
    fs::write(&path, list).with_context(|| format!("cannot write {FILE}"))?;
    println!("{FILE}: {} lines differ", changes.len());
    Ok(())
}

/// The items that there are natively with all features, as on docs.rs.
fn list(workspace: &Workspace) -> Result<String> {
    // In a folder of its own: the variable makes build scripts run again.
    let target = workspace.target("public-api");
    let mut doc = cargo(workspace, ["rustdoc", "--quiet", "--package", "doorway", "--lib"]);
    doc.arg("--all-features").arg("--target-dir").arg(&target);
    doc.args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"]);
    // The format is unstable, so a stable rustdoc needs it, for this crate alone.
    command::run(doc.env("RUSTC_BOOTSTRAP", "doorway"))?;
    let json = target.join("doc/doorway.json");
    let api = Builder::from_rustdoc_json(&json)
        .sorted(true)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build();
    let api = api.with_context(|| {
        format!(
            "cannot read {}: its format is another one in each version of Rust, and the crate public-api knows that \
             of the version in .github/workflows/ci.yml",
            json.display()
        )
    })?;
    // An item that is exported twice is listed with its members at both paths.
    let mut seen = HashSet::new();
    let lines = api.to_string();
    let lines = lines.lines().filter(|line| seen.insert(*line));
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// The lines that only one of the two has.
fn changes(before: &str, after: &str) -> Vec<String> {
    let [old, new] = [before, after].map(|text| text.lines().collect::<BTreeSet<_>>());
    let removed = old.difference(&new).map(|line| format!("-{line}"));
    let added = new.difference(&old).map(|line| format!("+{line}"));
    removed.chain(added).collect()
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_changed_item_is_two_lines() {
        let before = "pub fn a()\npub fn b()\n";
        assert_eq!(changes(before, before), Vec::<String>::new());
        assert_eq!(changes(before, "pub fn a()\npub fn b(u8)\n"), ["-pub fn b()", "+pub fn b(u8)"]);
    }
}
