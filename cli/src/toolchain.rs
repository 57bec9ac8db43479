//! The parts of the Rust toolchain that a wasm build needs.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The version of `cargo component` that the tests build with.
pub const CARGO_COMPONENT: &str = "0.21.1";

/// Makes sure that the standard library for this target is there: adds it by rustup if it is not.
pub fn ensure_target(workspace: &Workspace, target: &str) -> Result<()> {
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
    let missing = match added {
        Ok(()) => format!("rustup added {target}, but not to the rustc that cargo uses"),
        Err(error) => format!("there is no Rust standard library for {target}: {error:#}"),
    };
    Err(Failure::new(
        missing,
        format!(
            "run `rustup target add {target}` while online; with a Rust that rustup does not manage, install its \
             package for that target, such as rust-std-{target}"
        ),
    )
    .into())
}

/// Makes sure that `cargo component` is there.
pub fn ensure_cargo_component() -> Result<()> {
    let mut version = command::plain_cargo();
    version.args(["component", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if version.status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Failure::new(
        "cargo has no command `component`",
        format!(
            "install it by `cargo install --locked cargo-component@{CARGO_COMPONENT}`, or build without \
             --cargo-component"
        ),
    )
    .into())
}

/// Whether cargo, without a network, lacks crates that this workspace depends on.
pub fn lacks_crates(folder: &Path) -> bool {
    let mut metadata = command::plain_cargo();
    metadata.args(["metadata", "--offline", "--format-version", "1"]).current_dir(folder);
    let Ok(output) = metadata.output() else { return false };
    let stderr = String::from_utf8_lossy(&output.stderr);
    !output.status.success() && stderr.contains("offline")
}

/// The error of a build for which crates could not be downloaded.
pub fn no_network() -> Failure {
    Failure::new(
        "cargo could not download crates that this one depends on",
        "connect to the internet once, or set the proxy that leads there in HTTPS_PROXY; later builds need no network",
    )
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
