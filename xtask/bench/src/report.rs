//! `BENCHMARKS.md`: what a run measured, in words and tables. It is written from the figures alone.

mod chart;
mod failures;
mod format;
mod fuel;
mod goals;
mod method;
mod speed;
mod table;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod warm;

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::figures::{Build, Contender, Figures, Run, UserBuild, case, first_fuel};
use format::spread;
pub(crate) use format::thousands;
use table::Table;

/// Where the report, its chart and the words that people add to it are, in the repository.
pub(crate) const REPORT: &str = "BENCHMARKS.md";
pub(crate) const CHART: &str = "xtask/bench/chart.svg";
pub(crate) const NOTES: &str = "xtask/bench/notes.md";

/// The case whose memory is shown.
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
    let old = std::fs::read_to_string(root.join(REPORT)).unwrap_or_default();
    let report = warm::kept(&markdown(run, &notes), &old);
    for (file, text) in [(REPORT, report), (CHART, chart::svg(run))] {
        let file = root.join(file);
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Writes them from the figures of a run that was written down.
///
/// # Errors
///
/// As [`write()`], and if the figures cannot be read.
pub(crate) fn write_again(figures: &Path, root: &Path) -> Result<()> {
    let text = std::fs::read(figures)
        .with_context(|| format!("cannot read {}: run `cargo xtask bench`", figures.display()))?;
    let run: Run = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not of this version", figures.display()))?;
    write(&run, root)
}

/// The report. `notes` stand in it as they are.
pub(crate) fn markdown(run: &Run, notes: &str) -> String {
    let mut out = String::new();
    for part in [
        head(run),
        fuel::markdown(run),
        speed::markdown(run),
        goals::markdown(run),
        noted(notes),
        builds(&run.builds),
        failures::markdown(run),
        method::markdown(run),
        method::AGAIN.to_owned(),
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
            format!("**{}**: {}, WASI {}", contender.title(), contender.library, contender.wasi)
        })
        .collect();
    format!(
        "# Benchmarks\n\n<!-- Written by `cargo xtask bench`: change {NOTES}, not this. -->\n\n\
         The same app of seven routes, written with each library as its documentation shows, and by hand on the \
         bindings alone. All figures are of one run of `cargo xtask bench` on {cores} cores of {cpu}, {memory} GiB, {os}; \
         {rustc}, wasmtime {wasmtime}, doorway {doorway}.\n\n\
         ![Fuel of four requests]({CHART})\n\n{libraries}.",
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

/// The versions of WASI, in the order in which they come first.
fn versions(run: &Run) -> Vec<&str> {
    let mut versions = Vec::new();
    for contender in &run.contenders {
        if !versions.contains(&contender.wasi.as_str()) {
            versions.push(&contender.wasi);
        }
    }
    versions
}

/// The contender that another is compared with.
fn reference<'a>(run: &'a Run, contender: &Contender) -> Option<&'a Contender> {
    run.contenders.iter().find(|other| other.is_reference_of(contender))
}

/// The costs of a first request, as a multiple of by hand's.
fn of_by_hand(run: &Run, contender: &Contender, case: &str) -> Option<f64> {
    let by_hand = reference(run, contender)?;
    Some(first_fuel(contender, case)? as f64 / first_fuel(by_hand, case)? as f64)
}

const FAILED: &str = "failed";

fn holds(holds: bool) -> String {
    if holds { "yes" } else { "**no**" }.to_owned()
}

pub(crate) fn peak_memory(figures: &Figures) -> Option<u64> {
    Some(case(figures, MEMORY_CASE)?.first.measured()?.peak_memory)
}

/// The times of clean builds.
pub(crate) fn builds(builds: &[UserBuild]) -> String {
    if builds.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["", "crates", "seconds", "of by hand"].map(str::to_owned));
    for build in builds {
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
