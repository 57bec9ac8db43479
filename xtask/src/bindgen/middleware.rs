//! A component in front of another one imports what it exports. That would be in every component if it was in the
//! world of all, as the two are one interface: so the import and the world of those that have it are added apart.

use anyhow::{Context, Result};

/// The module that calls the import, and the macro that exports a component of the larger world.
pub(super) struct Addition {
    module: String,
    export: String,
}

/// The module of the import, and the one that it is put behind.
const MODULE: &str = "        pub mod handler {";
const BEFORE: &str = "        pub mod client {";
const END: &str = "        }";

impl Addition {
    /// What the bindings of the larger world have more.
    pub(super) fn of(bindings: &str, export_macro: &str) -> Result<Self> {
        let lines: Vec<&str> = bindings.lines().collect();
        let (start, end) = module(&lines, MODULE)?;
        let begins = |line: &str| line.trim() == format!("macro_rules! {export_macro}_impl {{");
        let first =
            lines.iter().position(|line| begins(line)).context("there is no export macro")?;
        let last = format!("pub use {export_macro}_impl as {export_macro};");
        let last =
            lines.iter().position(|line| *line == last).context("the export macro has no name")?;
        Ok(Self {
            module: lines[start..=end].join("\n"),
            export: lines[above(&lines, first)..=last].join("\n"),
        })
    }

    /// The bindings with that added.
    pub(super) fn added_to(&self, bindings: &str) -> Result<String> {
        let mut lines: Vec<&str> = bindings.lines().collect();
        let (_, end) = module(&lines, BEFORE)?;
        lines.insert(end + 1, &self.module);
        lines.push(&self.export);
        Ok(lines.join("\n") + "\n")
    }
}

/// The first and the last line of a module, with what is said above it.
fn module(lines: &[&str], first: &str) -> Result<(usize, usize)> {
    let start = lines.iter().position(|line| *line == first);
    let start = start.with_context(|| format!("there is no `{}`", first.trim()))?;
    let length =
        lines[start..].iter().position(|line| *line == END).context("a module has no end")?;
    Ok((above(lines, start), start + length))
}

/// Where the attributes and the documentation of a line begin.
fn above(lines: &[&str], line: usize) -> usize {
    let said = |line: &&&str| line.trim().starts_with("#[") || line.trim().starts_with("///");
    line - lines[..line].iter().rev().take_while(said).count()
}
