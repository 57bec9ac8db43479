//! `doorway-bench`: measures what `cargo xtask bench` has built. This file only parses and
//! dispatches.

mod chart;
mod contenders;
mod costs;
mod figures;
mod load;
mod machine;
mod profile;
mod report;
mod rounds;
mod run;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use crate::contenders::Contenders;
use crate::figures::Plan;

/// Measure doorway beside the bindings by hand and other libraries
#[derive(Parser)]
#[command(name = "doorway-bench", args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true)]
struct Args {
    #[command(subcommand)]
    task: Option<Task>,
    /// What there is to measure, as `cargo xtask bench` has built it
    #[arg(long, value_name = "FILE.json", required = true)]
    contenders: Option<PathBuf>,
    /// Where the figures go
    #[arg(long, value_name = "FILE.json", default_value = "target/bench/figures.json")]
    figures: PathBuf,
    /// How many rounds all contenders take part in [default: 7]
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// How long each measurement of a round takes [default: 1]
    #[arg(long, value_name = "S", value_parser = seconds)]
    seconds: Option<f64>,
    /// Three rounds of 0.3 seconds, if nothing else is said, and a report that is printed and not written
    #[arg(long)]
    quick: bool,
}

impl Args {
    fn plan(&self) -> Result<Plan> {
        let (rounds, seconds) = match self.quick {
            true => (3, 0.3),
            false => (7, 1.0),
        };
        let rounds = self.rounds.unwrap_or(rounds);
        if rounds == 0 {
            bail!("--rounds must be 1 or more");
        }
        Ok(Plan { rounds, seconds: self.seconds.unwrap_or(seconds) })
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        // A millisecond holds a few requests, and nobody waits for an hour.
        Ok(seconds) if (0.001..=3600.0).contains(&seconds) => Ok(seconds),
        _ => Err("must be a number of seconds from 0.001 to 3600".to_owned()),
    }
}

/// What is not the benchmark.
#[derive(Subcommand)]
enum Task {
    /// Show where the fuel of a request goes
    Profile(profile::command::Options),
    /// Write the report and the chart from figures that are there
    Report {
        /// The figures
        #[arg(default_value = "target/bench/figures.json")]
        figures: PathBuf,
    },
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
    match &args.task {
        Some(Task::Profile(options)) => return profile::command::run(options),
        Some(Task::Report { figures }) => return report::write_again(figures),
        None => {}
    }
    let contenders = args.contenders.as_deref().context("--contenders is missing")?;
    let plan = args.plan()?;
    let run = run::run(&Contenders::read(contenders)?, plan)?;
    run.write(&args.figures)?;
    run.is_comparable()?;
    if args.quick {
        print!("{}", report::markdown(&run, ""));
        eprintln!("a quick run leaves {} as it is", report::REPORT);
        return Ok(());
    }
    report::write(&run, Path::new("."))
}
