//! `doorway-bench`: measures doorway beside other libraries. This file only parses and dispatches.

mod cargo;
mod chart;
mod clean;
mod contenders;
mod costs;
mod figures;
mod load;
mod machine;
mod report;
mod rounds;
mod run;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::figures::Plan;

/// Measure doorway beside the bindings by hand and other libraries, and write BENCHMARKS.md with its chart
#[derive(Parser)]
#[command(name = "cargo xtask bench", disable_help_subcommand = true)]
struct Args {
    /// Leave out the other libraries and the clean builds, measure for less time, and print the
    /// report: BENCHMARKS.md stays as it is
    #[arg(long)]
    quick: bool,
    /// Only see how long clean builds of a hello take
    #[arg(long, conflicts_with = "quick")]
    only_builds: bool,
    /// Only write the report anew, from the figures of the last run
    #[arg(long, conflicts_with_all = ["quick", "only_builds"])]
    only_report: bool,
}

fn main() -> ExitCode {
    match dispatch(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &Args) -> Result<()> {
    let figures = cargo::target().join("bench/figures.json");
    if args.only_builds {
        print!("{}", report::builds(&clean::builds()));
        return Ok(());
    }
    if args.only_report {
        return report::write_again(&figures, Path::new(cargo::ROOT));
    }
    let mut contenders = contenders::own();
    let (plan, builds) = match args.quick {
        true => (Plan { rounds: 3, seconds: 0.3 }, Vec::new()),
        false => {
            contenders.extend(contenders::peers());
            (Plan { rounds: 7, seconds: 1.0 }, clean::builds())
        }
    };
    let run = run::run(&contenders, builds, plan)?;
    run.write(&figures)?;
    run.is_comparable()?;
    if args.quick {
        print!("{}", report::markdown(&run, ""));
        eprintln!("a quick run leaves {} as it is", report::REPORT);
        return Ok(());
    }
    report::write(&run, Path::new(cargo::ROOT))
}
