//! The parts of the Rust toolchain that a wasm build needs.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::workspace::Workspace;

/// Makes sure that the standard library for this target is there: adds it by rustup if it is not.
pub(crate) fn ensure_target(workspace: &Workspace, target: &str) -> Result<()> {
    if has_target(workspace, target)? {
        return Ok(());
    }
    eprintln!("adding the Rust target {target} …");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", target]).current_dir(workspace.root());
    let added = command::run(&mut rustup);
    if added.is_ok() && has_target(workspace, target)? {
        return Ok(());
    }
    added.with_context(|| missing(target))?;
    bail!("rustup added the target, but not to the rustc that cargo uses; {}", missing(target))
}

/// The output of `rustc --version`.
pub(crate) fn version(workspace: &Workspace) -> Result<String> {
    command::output(rustc().arg("--version").current_dir(workspace.root()))
}

/// The compiler that cargo uses.
fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// Whether rustc's folder for this target has a standard library in it.
fn has_target(workspace: &Workspace, target: &str) -> Result<bool> {
    let mut rustc = rustc();
    rustc.args(["--print", "target-libdir", "--target", target]).current_dir(workspace.root());
    let folder = command::output(&mut rustc)
        .context("rustc does not know that target: it may be too old")?;
    let Ok(mut entries) = std::fs::read_dir(folder) else {
        return Ok(false);
    };
    Ok(entries.any(|entry| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    }))
}

fn missing(target: &str) -> String {
    format!(
        "there is no Rust standard library for {target}: run `rustup target add {target}` while online, or, with a Rust \
         that rustup does not manage, install its rust-std for {target} by whatever installed Rust (often a package \
         such as rust-std-{target})"
    )
}
