//! `doorway-bench`: measures doorway beside other libraries. This file only parses and dispatches.

mod cargo;
mod clean;
mod contenders;
mod costs;
mod figures;
mod load;
mod machine;
mod report;
mod rounds;
mod run;
mod warm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::figures::Plan;

/// The options that `cargo xtask bench` passes on: see its `--help`.
#[derive(Parser)]
struct Args {
    #[arg(long)]
    quick: bool,
    #[arg(long)]
    only_builds: bool,
    #[arg(long)]
    only_report: bool,
    /// The command `doorway`, which warms components.
    #[arg(long)]
    warm: Option<PathBuf>,
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
    if let Some(command) = &args.warm {
        let warm = warm::run(command, Plan { rounds: 5, seconds: 1.0 })?;
        return report::warm::write(&warm, Path::new(cargo::ROOT));
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
