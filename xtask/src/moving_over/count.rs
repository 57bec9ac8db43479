//! The rows of the table: compiles every program, and runs the tests of the examples.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::blocks::Block;
use super::check::{self, Run};
use super::examples::Example;
use super::kept;
use super::programs::Programs;
use super::report::{Item, Row};
use crate::command;
use crate::summary::Summary;
use crate::toolchain;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-wasip2";

/// Counts.
pub(super) fn rows(
    workspace: &Workspace,
    home: &Path,
    programs: &Programs,
    native: bool,
) -> Result<Vec<Row>> {
    let crates = Crates { workspace, home, folder: home.join("crates") };
    eprintln!("checking examples and blocks …");
    let mut run = crates.cargo(&["check", "--workspace", "--lib", "--examples", "--keep-going"])?;
    let mut apps = Row::new("axum's examples, the app", Some(33), &[]);
    let mut tests = Row::new("the same with the tests that they bring", Some(32), kept::TESTS);
    let on_wasm = "the same for wasm32-wasip2, with the dependencies that they have";
    let mut on_wasm = Row::new(on_wasm, None, kept::ON_WASM);
    if !native {
        toolchain::ensure_target(workspace, TARGET)?;
    }
    for example in &programs.examples {
        let errors = run.target(&example.target()).errors;
        if !native {
            on_wasm.push(&example.name, crates.check_on_wasm(example, &errors)?);
        }
        tests.push(&example.name, crates.test(example, &errors)?);
        apps.push(&example.name, errors);
    }
    let axum = "blocks of axum's documentation";
    let axum = of_blocks(Row::new(axum, Some(220), kept::AXUM), &programs.axum, &mut run);
    let reqwest = "blocks and examples of reqwest";
    let reqwest =
        of_blocks(Row::new(reqwest, Some(33), kept::REQWEST), &programs.reqwest, &mut run);
    let mut rows = vec![apps, tests, axum, reqwest];
    if !native {
        rows.push(on_wasm);
    }
    rows.push(refused(&programs.axum, &mut run));
    Ok(rows)
}

fn of_blocks(mut row: Row, blocks: &[Block], run: &mut Run) -> Row {
    for block in blocks.iter().filter(|block| !block.must_fail) {
        row.push(&block.place(), run.target(&block.name()).errors);
    }
    row
}

/// The blocks that must not compile.
fn refused(blocks: &[Block], run: &mut Run) -> Row {
    let name = "blocks of axum's that must not compile, and do not";
    let mut row = Row::new(name, None, kept::REFUSED);
    for block in blocks.iter().filter(|block| block.must_fail) {
        let compiles = run.target(&block.name()).built;
        row.items.push(Item {
            name: block.place(),
            errors: compiles.then(|| "it compiles".to_owned()).into_iter().collect(),
        });
    }
    row
}

/// The workspace that is compiled.
struct Crates<'a> {
    workspace: &'a Workspace,
    home: &'a Path,
    folder: PathBuf,
}

impl Crates<'_> {
    /// Runs a cargo that compiles.
    fn cargo(&self, args: &[&str]) -> Result<Run> {
        let mut cargo = command::cargo(self.workspace, args);
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.home.join("target"));
        check::run(&mut cargo, &self.folder, &self.home.join("cargo.log"))
    }

    /// The errors of an example for wasm; those that it has natively, if there are any.
    fn check_on_wasm(&self, example: &Example, native: &[String]) -> Result<Vec<String>> {
        if !native.is_empty() {
            return Ok(native.to_vec());
        }
        eprintln!("checking {} for {TARGET} …", example.name);
        // Each alone: together, each would get the features of tokio that another one asks for.
        let package = example.package();
        let mut run = self.cargo(&["check", "--lib", "--target", TARGET, "--package", &package])?;
        Ok(run.target(&example.target()).errors)
    }

    /// The errors and failures of an example's tests; those of the app, if there are any.
    fn test(&self, example: &Example, of_app: &[String]) -> Result<Vec<String>> {
        if !of_app.is_empty() || !example.has_tests {
            return Ok(of_app.to_vec());
        }
        eprintln!("testing {} …", example.name);
        let package = example.package();
        let mut run = self.cargo(&["test", "--lib", "--no-run", "--package", &package])?;
        let outcome = run.target(&example.target());
        if !outcome.errors.is_empty() {
            return Ok(outcome.errors);
        }
        let program = outcome.program.context("cargo built no test")?;
        let mut tests = Command::new(program);
        let output = tests.current_dir(&example.folder).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        if output.status.success() {
            let summary = text.lines().find_map(Summary::of_line).unwrap_or_default();
            ensure!(summary.passed > 0, "`{}` ran no test", command::shown(&tests));
            return Ok(Vec::new());
        }
        let failed = text.lines().filter(|line| line.ends_with("... FAILED"));
        let panics = text.lines().skip_while(|line| !line.contains("panicked at"));
        Ok(failed.chain(panics.take(6)).map(|line| line.trim().to_owned()).collect())
    }
}
