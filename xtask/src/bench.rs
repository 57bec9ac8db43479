//! `cargo xtask bench`: builds what is measured, and how long users' builds take; `doorway-bench` measures it.

mod cargo;
mod clean;
mod contender;
mod document;
mod peer;
mod steps;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::build::{self, TARGET};
use crate::command;
use crate::toolchain;
use crate::workspace::Workspace;
use contender::OWN;
use document::Document;
use peer::PEERS;
use steps::Steps;

pub(crate) use cargo::{Standalone, standalone};

/// The crate, and the program, that measures.
const PROGRAM: &str = "doorway-bench";

/// The profile that it is built in.
const PROFILE: &str = "bench-host";

/// The components of this repository that are measured.
const EXAMPLES: [&str; 3] = ["hello", "echo", "stream"];
const GUESTS: [&str; 3] = ["contract", "contract-many", "by-hand"];

#[derive(Args)]
pub(crate) struct Bench {
    /// Leave out the other libraries and the clean builds
    #[arg(long)]
    quick: bool,
    /// Lower the budgets to what was measured; none is raised
    #[arg(long)]
    update_budgets: bool,
    /// Only see how long clean builds of a hello take
    #[arg(long, conflicts_with_all = ["quick", "update_budgets"])]
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
    build::named(workspace, &EXAMPLES, &GUESTS)?;
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
    let file = workspace.target("bench/contenders.json");
    document.write(&file)?;

    steps.next(&format!("measuring (the first time {PROGRAM} is built, several minutes)"));
    let mut measure = command::cargo(
        workspace,
        ["run", "--quiet", "--profile", PROFILE, "--package", PROGRAM, "--", "--contenders"],
    );
    measure.arg(&file).args(flags(options));
    let status =
        measure.status().with_context(|| format!("cannot start `{}`", command::shown(&measure)))?;
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// What the program that measures is told too.
fn flags(options: &Bench) -> impl Iterator<Item = &'static str> {
    let flags = [(options.quick, "--quick"), (options.update_budgets, "--update-budgets")];
    flags.into_iter().filter_map(|(given, flag)| given.then_some(flag))
}

/// What one types to get the same again.
fn command_line(options: &Bench) -> String {
    let words = std::iter::once("cargo xtask bench").chain(flags(options));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_what_was_typed() {
        let mut options = Bench { quick: false, update_budgets: false, only_builds: false };
        assert_eq!(command_line(&options), "cargo xtask bench");
        options.quick = true;
        options.update_budgets = true;
        assert_eq!(command_line(&options), "cargo xtask bench --quick --update-budgets");
    }
}
