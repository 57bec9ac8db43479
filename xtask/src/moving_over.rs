//! `cargo xtask moving-over`: counts the code written for axum and reqwest that compiles with doorway when nothing is
//! changed but the name of the crate, in `use` lines and paths, and `main`. It is outside of the checks: it takes the
//! internet and some minutes. Nothing of the repositories that it reads is kept in this one.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::Workspace;

mod blocks;
mod check;
mod count;
mod examples;
mod kept;
mod left_out;
mod main_function;
mod programs;
mod report;
mod rewrite;
mod sources;
mod tokens;
mod uses;

/// The folder under `target` for everything that is made.
const FOLDER: &str = "moving-over";

/// A row that is not counted.
const PATTERNS: &str =
    "The row of 35 patterns picked to be awkward is not counted: they are no public code.";

#[derive(Args)]
pub(crate) struct MovingOver {
    /// A checkout of axum's repository; without it, its tag axum-v0.8.9 is cloned
    #[arg(long, value_name = "DIR")]
    axum: Option<PathBuf>,
    /// A checkout of reqwest's repository; without it, its tag v0.13.4 is cloned
    #[arg(long, value_name = "DIR")]
    reqwest: Option<PathBuf>,
    /// Leave out the row of wasm32-wasip2
    #[arg(long)]
    native: bool,
    /// Make `axum::extract::Request` tower's, where a crate of tower is named and no `FromRequest` is implemented: one more
    /// `use` line that a person may choose
    #[arg(long)]
    tower_request: bool,
    /// Only examples and blocks whose name contains this text
    filter: Option<String>,
}

/// Makes the crates, compiles them, runs their tests, and writes the report.
pub(crate) fn run(workspace: &Workspace, options: &MovingOver) -> Result<ExitCode> {
    let home = workspace.target(FOLDER);
    fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    let axum = sources::axum(workspace, &home, options.axum.as_deref())?;
    let reqwest = sources::reqwest(workspace, &home, options.reqwest.as_deref())?;
    let programs = programs::write(workspace, &home, &axum, &reqwest, options)?;
    let rows = count::rows(workspace, &home, &programs, options.native)?;
    let mut table = report::table(&rows);
    if options.tower_request {
        table.push_str("\nWith `--tower-request`.\n");
    }
    println!("{table}\n{PATTERNS}\n{}", report::failures(&rows, 1));
    let left_out = sources::left_out();
    let failures = report::failures(&rows, 8);
    let text = format!("# Moving over\n\n{table}\n{PATTERNS}\n{failures}\n{left_out}");
    let file = home.join("report.md");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    println!("more errors of each: {}", workspace.shown(&file));
    Ok(ExitCode::SUCCESS)
}
