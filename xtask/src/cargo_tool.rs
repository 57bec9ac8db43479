//! Programs from crates.io that extend cargo, each installed under the target folder at one version.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use doorway_cli::toolchain::CARGO_COMPONENT as CARGO_COMPONENT_VERSION;

use crate::command;
use crate::workspace::Workspace;

/// A command of cargo, by a crate of its own.
pub(crate) struct CargoTool {
    /// The command: `component` of `cargo component`.
    command: &'static str,
    version: &'static str,
}

/// Builds components in another way.
pub(crate) const COMPONENT: CargoTool =
    CargoTool { command: "component", version: CARGO_COMPONENT_VERSION };

/// Checks the licences, the versions and the sources of dependencies.
pub(crate) const DENY: CargoTool = CargoTool { command: "deny", version: "0.20.2" };

/// Runs cargo with each combination of features.
pub(crate) const HACK: CargoTool = CargoTool { command: "hack", version: "0.6.46" };

impl CargoTool {
    /// Returns its program, which is installed if it is not there yet.
    pub(crate) fn prepare(&self, workspace: &Workspace) -> Result<PathBuf> {
        let Self { command, version } = self;
        let root = workspace.target("tools");
        let name = format!("cargo-{command}");
        let program = root.join("bin").join(&name).with_extension(std::env::consts::EXE_EXTENSION);
        if self.is_version_of(&program) {
            return Ok(program);
        }
        eprintln!(
            "installing {name} {version} into {} (once, several minutes) …",
            workspace.shown(&root)
        );
        let package = format!("{name}@{version}");
        // Release profiles have optimisations that take longer than all that these programs do here.
        let install = ["install", "--debug", "--locked", "--force", &package, "--root"];
        let mut install = command::cargo(workspace, install);
        command::run(install.arg(&root)).with_context(|| {
            format!("{name} {version} cannot be installed: it comes from crates.io, so it takes a network once")
        })?;
        Ok(program)
    }

    /// The program as a command in the workspace's folder, with the first argument by which cargo would call it.
    pub(crate) fn command(&self, workspace: &Workspace) -> Result<Command> {
        let mut command = command::program(workspace, self.prepare(workspace)?);
        command.arg(self.command);
        Ok(command)
    }

    fn is_version_of(&self, program: &Path) -> bool {
        let version = command::output(Command::new(program).args([self.command, "--version"]));
        version.is_ok_and(|version| version.ends_with(&format!(" {}", self.version)))
    }
}
