//! wasmtime's own command, whose `wasmtime serve` is one of the hosts.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// The version, which is that of the embedded one.
const VERSION: &str = "48.0.8";

/// The variable that names another one.
pub(crate) const VARIABLE: &str = "WASMTIME";

/// All that `wasmtime serve` takes, and no more of the command.
const FEATURES: &str = "run,serve,cranelift,parallel-compilation,pooling-allocator,component-model,\
    component-model-async,wasi-http,wasi-config,wasi-keyvalue";

/// The program, installed under the target folder if it is not there yet.
pub(crate) fn tool(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = env::var_os(VARIABLE) {
        return Ok(program.into());
    }
    let root = workspace.target("tools");
    let tool = root.join("bin/wasmtime").with_extension(env::consts::EXE_EXTENSION);
    if is_our_version(&tool) {
        return Ok(tool);
    }
    eprintln!(
        "installing wasmtime {VERSION} into {} (once, several minutes) …",
        workspace.shown(&root)
    );
    let package = format!("wasmtime-cli@{VERSION}");
    // Its release profile takes twice as long.
    let install = ["install", "--debug", "--locked", "--force", &package, "--no-default-features"];
    let mut install = command::cargo(workspace, install);
    install.args(["--features", FEATURES, "--root"]).arg(&root);
    command::run(&mut install).with_context(|| {
        format!("wasmtime {VERSION} cannot be installed: it comes from crates.io, so it takes a network once")
    })?;
    Ok(tool)
}

fn is_our_version(tool: &Path) -> bool {
    let version = command::output(Command::new(tool).arg("--version"));
    version.is_ok_and(|version| version.split(' ').nth(1) == Some(VERSION))
}
