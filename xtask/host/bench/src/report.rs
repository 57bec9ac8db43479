//! `BENCHMARKS.md`: what a run measured, in words and tables. It is written from the figures alone.

mod failures;
mod format;
mod goals;
mod growth;
mod method;
mod table;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::chart;
use crate::contenders::BY_HAND;
use crate::figures::{Build, CaseFigure, Contender, Figures, Outcome, Run, Timing};
use crate::rounds::REUSE;
pub(crate) use format::thousands;
use format::{kib, spread};
use table::Table;

/// Where the report, its chart and the words that people add to it are, in the repository.
pub(crate) const REPORT: &str = "BENCHMARKS.md";
pub(crate) const CHART: &str = "xtask/bench/chart.svg";
pub(crate) const NOTES: &str = "xtask/bench/notes.md";

/// The case whose memory is told.
const MEMORY_CASE: &str = "echo 4 MiB";

/// Writes the report and the chart.
///
/// # Errors
///
/// If the notes cannot be read, or one of the two cannot be written.
pub(crate) fn write(run: &Run, root: &Path) -> Result<()> {
    let notes = root.join(NOTES);
    let notes = std::fs::read_to_string(&notes)
        .with_context(|| format!("cannot read {}", notes.display()))?;
    for (file, text) in [(REPORT, markdown(run, &notes)), (CHART, chart::svg(run))] {
        let file = root.join(file);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Writes them from the figures of a run that was written down, in the folder this is called from.
///
/// # Errors
///
/// As [`write()`], and if the figures cannot be read.
pub(crate) fn write_again(figures: &Path) -> Result<()> {
    let text = std::fs::read(figures)
        .with_context(|| format!("cannot read {}: run `cargo xtask bench`", figures.display()))?;
    let run: Run = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not of this version", figures.display()))?;
    write(&run, Path::new("."))
}

/// The contenders called `doorway`, or `doorway` and more, are ours.
pub(crate) fn is_doorway(contender: &Contender) -> bool {
    contender.name.starts_with("doorway")
}

/// The report. `notes` stand in it as they are.
pub(crate) fn markdown(run: &Run, notes: &str) -> String {
    let mut out = String::new();
    for part in [
        head(run),
        fuel(run),
        speed(run),
        goals::markdown(run),
        noted(notes),
        growth::markdown(&run.growth),
        builds(run),
        examples(run),
        failures::markdown(run),
        method::markdown(run),
        method::again(run),
    ] {
        if !part.is_empty() {
            let _ = writeln!(out, "{}\n", part.trim_end());
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn noted(notes: &str) -> String {
    match notes.trim() {
        "" => String::new(),
        notes => format!("## Where a goal does not hold, and why\n\n{notes}"),
    }
}

fn head(run: &Run) -> String {
    let (machine, versions) = (&run.machine, &run.versions);
    let libraries: Vec<_> = run
        .contenders
        .iter()
        .map(|contender| {
            format!("**{}**: {}, WASI {}", contender.name, contender.library, contender.wasi)
        })
        .collect();
    format!(
        "# Benchmarks\n\n<!-- Written by `{command}`: change {NOTES}, not this. -->\n\n\
         The same app of seven routes, written with each library as its documentation shows, and by hand on the \
         bindings alone. All figures are of one run of `{command}` on {cores} cores of {cpu}, {memory} GiB, {os}; \
         {rustc}, wasmtime {wasmtime}, doorway {doorway}.\n\n\
         ![Fuel of four requests]({CHART})\n\n{libraries}.",
        command = run.command,
        cores = machine.cores,
        cpu = machine.cpu,
        memory = (machine.memory + (1 << 29)) >> 30,
        os = machine.os,
        rustc = versions.rustc,
        wasmtime = versions.wasmtime,
        doorway = versions.doorway,
        libraries = libraries.join("; "),
    )
}

/// The cases in the order in which they come first.
pub(crate) fn cases(run: &Run) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let measured = run.contenders.iter().filter_map(|contender| contender.outcome.measured());
    for case in measured.flat_map(|figures| &figures.cases) {
        if !names.contains(&case.case.as_str()) {
            names.push(&case.case);
        }
    }
    names
}

pub(crate) fn case<'a>(figures: &'a Figures, name: &str) -> Option<&'a CaseFigure> {
    figures.cases.iter().find(|case| case.case == name)
}

/// The fuel of an instance's first request.
pub(crate) fn first_fuel(contender: &Contender, name: &str) -> Option<u64> {
    Some(case(contender.outcome.measured()?, name)?.first.measured()?.fuel)
}

fn fuel(run: &Run) -> String {
    let mut header = vec!["case".to_owned()];
    header.extend(run.contenders.iter().map(Contender::title));
    header.extend(["goal".to_owned(), "holds".to_owned()]);
    let ours = run.contenders.iter().find(|contender| is_doorway(contender));
    let mut first = Table::new(header.clone());
    header.truncate(header.len() - 2);
    let mut second = Table::new(header.clone());
    let mut third = Table::new(header);
    for name in cases(run) {
        let cells = |pick: fn(&CaseFigure) -> Option<u64>| -> Vec<String> {
            let each = run.contenders.iter().map(|contender| {
                let Some(figures) = contender.outcome.measured() else { return FAILED.to_owned() };
                match case(figures, name) {
                    Some(case) => pick(case).map_or(FAILED.to_owned(), thousands),
                    None => "–".to_owned(),
                }
            });
            std::iter::once(name.to_owned()).chain(each).collect()
        };
        let mut row = cells(|case| Some(case.first.measured()?.fuel));
        let goal = goals::fuel(name);
        row.push(goal.map_or("–".to_owned(), |goal| format!("≤ {}", thousands(goal))));
        row.push(match (goal, ours.and_then(|ours| first_fuel(ours, name))) {
            (None, _) => "–".to_owned(),
            (Some(goal), fuel) => holds(fuel.is_some_and(|fuel| fuel <= goal)),
        });
        first.row(row);
        second.row(cells(|case| Some(case.second.measured()?.fuel)));
        third.row(cells(|case| Some(case.third.measured()?.fuel)));
    }
    format!(
        "## Fuel of one request\n\nExecuted wasm instructions, from the call of the handler to its return: the same \
         number on every machine, in every run; only where an app calls out it may differ by a little. Here each request has an instance of its own, as on most hosts.\n\n\
         {first}\nThe same request once more, on the same instance:\n\n{second}\nAnd a third time:\n\n{third}"
    )
}

const FAILED: &str = "failed";

fn holds(holds: bool) -> String {
    if holds { "yes" } else { "**no**" }.to_owned()
}

fn speed(run: &Run) -> String {
    let mut table = Table::new(
        [
            "",
            "size, bytes",
            "peak memory, KiB",
            "instance, µs",
            "one-shot, requests/s",
            "of by hand",
            "reused, requests/s",
            "of by hand",
        ]
        .map(str::to_owned),
    );
    for contender in &run.contenders {
        let mut row = vec![contender.title()];
        match contender.outcome.measured() {
            Some(figures) => {
                row.push(thousands(figures.size));
                row.push(peak_memory(figures).map_or(FAILED.to_owned(), kib));
                row.push(value(&figures.instantiation));
                for timing in [&figures.one_shot, &figures.reused] {
                    row.push(value(timing));
                    row.push(ratio(timing));
                }
            }
            None => row.resize(8, FAILED.to_owned()),
        }
        table.row(row);
    }
    format!(
        "## Size, memory, time\n\n{table}\n\
         One-shot: an instance for each request; reused: one for {REUSE}. A figure is the median of all rounds, in \
         brackets the lowest and the highest. *Of by hand* is {BY_HAND}'s figure of the same round as 1.00, so what slows \
         a whole round down is no part of it."
    )
}

fn value(timing: &Outcome<Timing>) -> String {
    timing.measured().map_or(FAILED.to_owned(), |timing| spread(&timing.value))
}

fn ratio(timing: &Outcome<Timing>) -> String {
    match timing.measured().map(|timing| &timing.ratio) {
        Some(Some(ratio)) => spread(ratio),
        Some(None) => "–".to_owned(),
        None => FAILED.to_owned(),
    }
}

pub(crate) fn peak_memory(figures: &Figures) -> Option<u64> {
    Some(case(figures, MEMORY_CASE)?.first.measured()?.peak_memory)
}

fn builds(run: &Run) -> String {
    if run.builds.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["", "crates", "seconds", "of by hand"].map(str::to_owned));
    for build in &run.builds {
        let mut row = vec![build.name.clone()];
        match build.outcome.measured() {
            Some(Build { crates, seconds, ratio }) => row.extend([
                thousands(*crates as u64),
                spread(seconds),
                ratio.as_ref().map_or("–".to_owned(), spread),
            ]),
            None => row.resize(4, FAILED.to_owned()),
        }
        table.row(row);
    }
    format!(
        "## What a user waits for\n\nA clean release build of hello, with all crates downloaded: all take their turn in each round. \
         The user's own crate counts, too. By hand has the crates for queries and JSON with it, as doorway has by \
         default; the other libraries have what they have by default.\n\n{table}"
    )
}

fn examples(run: &Run) -> String {
    if run.examples.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["", "size, bytes", "request", "fuel"].map(str::to_owned));
    for example in &run.examples {
        let mut name = (example.name.clone(), thousands(example.size));
        for case in &example.cases {
            let fuel = case.first.measured().map_or(FAILED.to_owned(), |cost| thousands(cost.fuel));
            // Once for all its cases.
            let (example, size) = std::mem::take(&mut name);
            table.row(vec![example, size, case.case.clone(), fuel]);
        }
        if example.cases.is_empty() {
            table.row(vec![name.0, name.1, "–".to_owned(), "–".to_owned()]);
        }
    }
    format!("## Other components of this repository\n\n{table}")
}
