//! A component in front of another one imports what it exports. That would be in every component if it was in the
//! world of all, as the two are one interface: so the import and the world of those that have it are added apart.

use anyhow::{Context, Result};

use super::edit::find;

/// The module of the import, and the one that it is put behind.
const MODULE: &str = "\n        pub mod handler {\n";
const BEFORE: &str = "\n        pub mod client {\n";
const END: &str = "\n        }\n";

/// The bindings with what those of the larger world have more: the module that calls the import, and the macro that
/// exports a component of that world.
pub(super) fn added(bindings: &str, larger: &str, export_macro: &str) -> Result<String> {
    let (_, end) = module(bindings, BEFORE)?;
    let (before, after) = bindings.split_at(end);
    let (start, end) = module(larger, MODULE)?;
    let module = &larger[above(larger, start)..end];
    let start = find(larger, &format!("macro_rules! {export_macro}_impl {{\n"))?;
    let name = format!("\npub use {export_macro}_impl as {export_macro};\n");
    let export = &larger[above(larger, start)..find(larger, &name)? + name.len()];
    Ok([before, module, after, export].concat())
}

/// Where a module begins and ends.
fn module(bindings: &str, first: &str) -> Result<(usize, usize)> {
    let start = find(bindings, first)? + 1;
    let length = bindings[start..].find(END).context("a module has no end")?;
    Ok((start, start + length + END.len()))
}

/// Where the attributes and the documentation of a line begin.
fn above(text: &str, line: usize) -> usize {
    let is_said = |line: &&str| line.trim().starts_with("#[") || line.trim().starts_with("///");
    let said = text[..line].split_inclusive('\n').rev().take_while(is_said);
    line - said.map(str::len).sum::<usize>()
}
