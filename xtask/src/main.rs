//! The repository's tasks: `cargo xtask help`. This file only parses and dispatches.

mod bench;
mod bindgen;
mod build;
mod cargo_component;
mod cargo_tool;
mod check;
mod chromium;
mod component;
mod compose;
mod docs_rs;
mod doorway;
mod hosts;
mod load;
mod moving_over;
mod nginx;
mod node;
mod package;
mod properties;
mod public_api;
mod publish_check;
mod python;
mod redis;
mod rules;
mod summary;
mod test;
mod wit_sources;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use doorway_cli::{command, failure, table, toolchain, wasi, workspace, world};

use crate::wasi::Wasi;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Builds, serves, tests and checks doorway")]
enum Task {
    /// Build examples as components, into target/components
    Build {
        /// The examples' names
        examples: Vec<String>,
        /// All examples, and the guests that the tests serve
        #[arg(long, conflicts_with = "examples")]
        all: bool,
        /// The version of WASI; without it both
        #[arg(long, value_name = "VERSION")]
        wasi: Option<Wasi>,
        /// Build each app now, by `doorway build --warm`
        #[arg(long, requires = "examples", conflicts_with = "all")]
        warm: bool,
    },
    /// Join components of WASI 0.3 into one, each in front of the next
    Compose(compose::Compose),
    /// Build an example and serve it by the embedded wasmtime
    Serve(doorway::Serve),
    /// Run all tests: native, in wasmtime, and by cargo component
    Test {
        /// Passed on to each test program
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Run the property tests with millions of inputs each
    Properties(properties::Properties),
    /// Measure doorway beside the bindings by hand and other libraries, and write BENCHMARKS.md with its chart
    Bench(bench::Bench),
    /// Measure requests a second of one host, of several and of each store, and print them as tables
    Load(load::Load),
    /// Send the same requests to every host, and write the matrix of docs/hosts.md
    Hosts(hosts::Hosts),
    /// Count the code written for axum and reqwest that compiles with doorway
    MovingOver(moving_over::MovingOver),
    /// Check formatting, lints, documentation, bindings and file rules
    Check,
    /// Generate the SDK's bindings from wit/
    Bindgen {
        /// Only say what has drifted; fail if anything has
        #[arg(long)]
        check: bool,
    },
    /// List the SDK's public API in sdk/public-api.txt
    PublicApi(public_api::PublicApi),
    /// Package the published crates, and build them from their packages alone
    Package {
        /// Build only the SDK, as `cargo xtask check` does
        #[arg(long)]
        sdk: bool,
    },
    /// Check what takes too long for each commit: dependencies, packages, pairs of features, the oldest Rust
    PublishCheck(publish_check::PublishCheck),
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", failure::report(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let workspace = Workspace::load()?;
    match task {
        Task::Build { examples, wasi, warm: true, .. } => {
            doorway::build_warm(&workspace, &examples, wasi)?;
        }
        Task::Build { examples, all, wasi, .. } => build::run(&workspace, &examples, all, wasi)?,
        Task::Compose(options) => compose::run(&workspace, &options)?,
        Task::Serve(options) => return doorway::serve(&workspace, &options),
        Task::Test { args } => return test::run(&workspace, &args),
        Task::Properties(options) => properties::run(&workspace, &options)?,
        Task::Bench(options) => return bench::run(&workspace, &options),
        Task::Load(options) => load::run(&workspace, &options)?,
        Task::Hosts(options) => return hosts::run(&workspace, &options),
        Task::MovingOver(options) => return moving_over::run(&workspace, &options),
        Task::Check => check::run(&workspace)?,
        Task::Bindgen { check } => bindgen::run(&workspace, check)?,
        Task::PublicApi(options) => public_api::run(&workspace, &options)?,
        Task::Package { sdk: true } => package::sdk(&workspace)?,
        Task::Package { sdk: false } => package::run(&workspace)?,
        Task::PublishCheck(options) => publish_check::run(&workspace, &options)?,
    }
    Ok(ExitCode::SUCCESS)
}
