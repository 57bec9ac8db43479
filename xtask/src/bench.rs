//! `cargo xtask bench`: builds what is measured, and how long users' builds take; `doorway-bench` measures it.

mod cargo;
mod clean;
mod contender;
mod document;
mod peer;
mod steps;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::build::{self, TARGET};
use crate::command;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use contender::OWN;
use document::Document;
use peer::PEERS;
use steps::Steps;

pub(crate) use cargo::{Standalone, standalone};

/// The crate, and the program, that measures.
pub(crate) const PROGRAM: &str = "doorway-bench";

/// The profile that it is built in.
const PROFILE: &str = "bench-host";

/// The components of this repository that are measured.
const GUESTS: [&str; 3] = ["contract", "contract-many", "by-hand"];

#[derive(Args)]
pub(crate) struct Bench {
    /// Leave out the other libraries and the clean builds, measure for less time, and print the
    /// report: BENCHMARKS.md stays as it is
    #[arg(long)]
    quick: bool,
    /// Only see how long clean builds of a hello take
    #[arg(long, conflicts_with = "quick")]
    only_builds: bool,
}

/// Builds, then hands over to the program that measures; the exit code is its.
///
/// A library that does not build is a line of the result. It is an error if doorway does not.
pub(crate) fn run(workspace: &Workspace, options: &Bench) -> Result<ExitCode> {
    toolchain::ensure_target(workspace, TARGET)?;
    if options.only_builds {
        let builds = clean::builds(workspace, &mut Steps::new(clean::STEPS));
        print!("{}", clean::table(&builds));
        return Ok(ExitCode::SUCCESS);
    }
    let mut steps = Steps::new(match options.quick {
        true => 2,
        false => 2 + PEERS.len() + clean::STEPS,
    });
    steps.next("building doorway and by hand");
    for wasi in Wasi::ALL {
        build::named(workspace, wasi, &[], &GUESTS)?;
    }

    let mut document = Document::new(toolchain::version(workspace)?, command_line(options));
    for own in &OWN {
        document.contenders.push(own.built(workspace)?);
    }
    if !options.quick {
        for peer in &PEERS {
            steps.next(&format!("building {}", peer.name));
            document.contenders.push(peer.build(workspace));
        }
        document.builds = clean::builds(workspace, &mut steps);
    }
    let contenders = workspace.target("bench/contenders.json");
    document.write(&contenders)?;
    let mut args: Vec<OsString> = vec!["--contenders".into(), contenders.into()];
    args.extend(["--figures".into(), workspace.target("bench/figures.json").into()]);
    args.extend(options.quick.then(|| "--quick".into()));
    measure(workspace, &mut steps, args)
}

/// Runs the program that measures.
fn measure(
    workspace: &Workspace,
    steps: &mut Steps,
    args: impl IntoIterator<Item = OsString>,
) -> Result<ExitCode> {
    let program = workspace.target(PROFILE).join(PROGRAM);
    steps.next(match program.with_extension(std::env::consts::EXE_EXTENSION).is_file() {
        true => "measuring",
        false => "building what measures (once, several minutes), and measuring",
    });
    let run = ["run", "--profile", PROFILE, "--package", PROGRAM, "--"];
    let mut command = command::cargo(workspace, run);
    command.args(args);
    let status = command.status();
    let status = status.with_context(|| format!("cannot start `{}`", command::shown(&command)))?;
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The command that repeats this.
fn command_line(options: &Bench) -> String {
    let quick = options.quick.then_some(" --quick");
    format!("cargo xtask bench{}", quick.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_has_the_given_options() {
        let mut options = Bench { quick: false, only_builds: false };
        assert_eq!(command_line(&options), "cargo xtask bench");
        options.quick = true;
        assert_eq!(command_line(&options), "cargo xtask bench --quick");
    }
}
