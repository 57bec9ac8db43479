//! `doorway-bench`: measures what `cargo xtask bench` has built. This file only parses and
//! dispatches.

#![allow(dead_code)] // For the time being.

mod chart;
mod contenders;
mod figures;
mod growth;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Measure doorway beside the bindings by hand and other libraries
#[derive(Parser)]
#[command(name = "doorway-bench")]
struct Args {
    /// What there is to measure, as `cargo xtask bench` has built it
    #[arg(long, value_name = "FILE.json")]
    contenders: PathBuf,
    /// Where the figures go
    #[arg(long, value_name = "FILE.json", default_value = "target/bench/figures.json")]
    figures: PathBuf,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> anyhow::Result<()> {
    let contenders = contenders::Contenders::read(&args.contenders)?;
    eprintln!("{contenders:?}, to {}", args.figures.display());
    Ok(())
}
