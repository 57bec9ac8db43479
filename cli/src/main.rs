//! The command `doorway`. This file only parses and dispatches.

use std::process::ExitCode;

use clap::Parser;
#[cfg(feature = "serve")]
use doorway_cli::serve;
#[cfg(feature = "wrpc")]
use doorway_cli::wrpc;
use doorway_cli::{build, compose, failure, inspect, new};

/// Makes, builds, serves, composes and inspects HTTP components
#[derive(Parser)]
#[command(name = "doorway", version, arg_required_else_help = true)]
enum Command {
    New(new::Options),
    Build(build::Options),
    Compose(compose::Options),
    Inspect(inspect::Options),
    #[cfg(feature = "serve")]
    Serve(Box<serve::Options>),
    #[cfg(feature = "wrpc")]
    Gateway(wrpc::gateway::Options),
    #[cfg(feature = "wrpc")]
    Egress(wrpc::egress::Options),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::New(options) => new::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Build(options) => build::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Compose(options) => compose::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Inspect(options) => inspect::run(&options).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(&options),
        #[cfg(feature = "wrpc")]
        Command::Gateway(options) => wrpc::gateway::run(&options),
        #[cfg(feature = "wrpc")]
        Command::Egress(options) => wrpc::egress::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", failure::report(&error));
            ExitCode::FAILURE
        }
    }
}
