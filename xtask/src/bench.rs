//! `cargo xtask bench`: builds the components of this repository that are measured, and starts `doorway-bench`, the crate
//! that measures and that neither `cargo xtask check` nor `cargo xtask test` builds.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::build;
use crate::command::{self, cargo};
use crate::doorway;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The crate, and the program.
pub(crate) const PROGRAM: &str = "doorway-bench";

/// The profile of hosts that are measured.
pub(crate) const PROFILE: &str = "bench-host";

/// The components of this repository that are measured.
const GUESTS: [&str; 3] = ["contract", "contract-many", "by-hand"];

#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct Bench {
    /// Leave out the other libraries and the clean builds, measure for less time, and print the report: BENCHMARKS.md
    /// stays as it is
    #[arg(long)]
    quick: bool,
    /// Only see how long clean builds of a hello take
    #[arg(long)]
    only_builds: bool,
    /// Only write the report again, from the figures of the last run
    #[arg(long)]
    only_report: bool,
    /// Only measure apps cold and warm, and write that section of BENCHMARKS.md
    #[arg(long)]
    warm: bool,
    /// Only lint and test the benchmark itself, which the other commands leave out
    #[arg(long)]
    check: bool,
}

/// Builds, then hands over to the program that measures; the exit code is its.
pub(crate) fn run(workspace: &Workspace, options: &Bench) -> Result<ExitCode> {
    let Bench { quick, only_builds, only_report, warm, check } = *options;
    if check {
        return self::check(workspace).map(|()| ExitCode::SUCCESS);
    }
    if !only_builds && !only_report && !warm {
        build::named(workspace, &Wasi::ALL, &[], &GUESTS)?;
    }
    let mut bench = cargo(workspace, ["run", "--profile", PROFILE, "--package", PROGRAM, "--"]);
    bench.args(quick.then_some("--quick"));
    bench.args(only_builds.then_some("--only-builds"));
    bench.args(only_report.then_some("--only-report"));
    if warm {
        bench.arg("--warm").arg(doorway::command(workspace)?);
    }
    let status = bench.status();
    let status = status.with_context(|| format!("cannot start `{}`", command::shown(&bench)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The checks and tests that `cargo xtask check` and `cargo xtask test` run for the other crates.
fn check(workspace: &Workspace) -> Result<()> {
    let lints = ["clippy", "--package", PROGRAM, "--all-targets", "--", "-D", "warnings"];
    command::run(&mut cargo(workspace, lints))?;
    command::run(&mut cargo(workspace, ["test", "--package", PROGRAM]))?;
    // The crates on other libraries are not members of the workspace: each has its own lock.
    for entry in fs::read_dir(workspace.path("xtask/bench"))? {
        let folder = entry?.path();
        if !folder.join("Cargo.lock").is_file() {
            continue;
        }
        for args in [&["fmt", "--check"][..], &["metadata", "--locked", "--format-version", "1"]] {
            let mut cargo = cargo(workspace, args);
            command::output(cargo.current_dir(&folder))
                .with_context(|| format!("in {}", workspace.shown(&folder)))?;
        }
    }
    Ok(())
}
