//! `cargo xtask serve` and `cargo xtask build --warm`: the command `doorway` with the examples by their names.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use crate::build;
use crate::command;
use crate::component;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The package of the command `doorway`.
const PACKAGE: &str = "doorway-cli";

#[derive(Args)]
pub(crate) struct Serve {
    /// An example's name, or the path of a component that ends with .wasm: what `compose` made, for example
    app: String,
    /// Options of `doorway serve`, such as --wasi 0.3, --addr, --watch; `cargo xtask serve hello --help` has them all
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTIONS")]
    options: Vec<String>,
}

/// Serves until it is interrupted; the exit code is the server's.
pub(crate) fn serve(workspace: &Workspace, serve: &Serve) -> Result<ExitCode> {
    let app = build::folder_or_file(workspace, &serve.app)?;
    let mut command = doorway(workspace, "serve");
    command.arg(app).args(&serve.options);
    replace_this_process(command)
}

/// Builds examples, each with its app as it is once it is built.
pub(crate) fn build_warm(
    workspace: &Workspace,
    examples: &[String],
    wasi: Option<Wasi>,
) -> Result<()> {
    let all = component::examples(workspace)?;
    for name in examples {
        let example = component::find(&all, name)?;
        let mut command = doorway(workspace, "build");
        command.arg(workspace.path("examples").join(&example.name)).arg("--warm");
        command.args(wasi.map(|wasi| format!("--wasi={}", wasi.name())));
        command::run(&mut command)?;
    }
    Ok(())
}

/// The command with a subcommand, built if it is not.
fn doorway(workspace: &Workspace, subcommand: &str) -> Command {
    program(workspace);
    command::cargo(workspace, ["run", "--package", PACKAGE, "--", subcommand])
}

/// The file of the command, which is built if it is not.
pub(crate) fn command(workspace: &Workspace) -> Result<PathBuf> {
    let program = program(workspace);
    command::run(&mut command::cargo(workspace, ["build", "--package", PACKAGE]))?;
    Ok(program)
}

/// Where the command is or will be.
fn program(workspace: &Workspace) -> PathBuf {
    let program = workspace.target("debug/doorway").with_extension(std::env::consts::EXE_EXTENSION);
    if !program.is_file() {
        eprintln!("building the command `doorway` with wasmtime in it (once, some minutes) …");
    }
    program
}

/// On Unix the server takes this program's place, so signals reach it and its exit code is the one that is seen.
#[cfg(unix)]
fn replace_this_process(mut command: Command) -> Result<ExitCode> {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    Err(error).with_context(|| format!("cannot start `{}`", command::shown(&command)))
}

#[cfg(not(unix))]
fn replace_this_process(mut command: Command) -> Result<ExitCode> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`", command::shown(&command)))?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}
