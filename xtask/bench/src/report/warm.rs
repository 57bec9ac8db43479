//! The section on apps that are cold and warm: `BENCHMARKS.md` ends with it.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::format::{decimal, one_line, spread, thousands};
use super::table::Table;
use super::{FAILED, REPORT};
use crate::figures::{Machine, Outcome};
use crate::load::CONNECTIONS;
use crate::machine;
use crate::warm::{Served, Warm};

/// The line that it begins with.
const BEGIN: &str =
    "<!-- Written by `cargo xtask bench --warm`, which leaves the rest as it is. -->";

/// Prints the section and puts it into the report.
///
/// # Errors
///
/// If the report cannot be read or written.
pub(crate) fn write(warm: &Warm, root: &Path) -> Result<()> {
    let section = markdown(warm, &machine::machine());
    print!("{section}");
    let file = root.join(REPORT);
    let old = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let without = old.split_once(BEGIN).map_or(&*old, |(report, _)| report);
    std::fs::write(&file, kept(without, &format!("{BEGIN}\n\n{section}")))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// A report with the section that an older one ends with.
pub(super) fn kept(report: &str, old: &str) -> String {
    match old.split_once(BEGIN) {
        Some((_, section)) => format!("{}\n\n{BEGIN}{section}", report.trim_end()),
        None => report.to_owned(),
    }
}

fn markdown(warm: &Warm, machine: &Machine) -> String {
    let others = match warm.others {
        Some(part) => format!("{} %", decimal(part * 100.0)),
        None => "an unknown part".to_owned(),
    };
    let mut out = format!(
        "## Cold and warm\n\n\
         What `doorway build --warm` saves an app that prepares something, beside libraries that have no such thing. Each \
         has a router and answers `GET /hello` with 13 bytes, which it takes from what it has prepared; a `LazyLock` keeps \
         that, and each library builds its router as its documentation shows. Each request has an instance of its own, on \
         this repository's host. Fuel is that of one request. Page faults are those of the host for each request, the \
         load generator included. Requests a second are over {CONNECTIONS} connections, {rounds} rounds of {seconds} s in \
         which all take their turn: the median, in brackets the lowest and the highest. *Of cold* is the figure of doorway \
         without `--warm` on the same WASI in the same round as 1.00.\n\n\
         One run on {cores} cores of {cpu}; other programs had {others} of the processors' time during the rounds.\n",
        rounds = warm.plan.rounds,
        seconds = decimal(warm.plan.seconds),
        cores = machine.cores,
        cpu = machine.cpu,
    );
    for of_app in warm.served.chunk_by(|one, other| std::ptr::eq(one.app, other.app)) {
        let mut table = Table::new(
            ["", "size, bytes", "fuel", "page faults", "requests/s", "of cold"].map(str::to_owned),
        );
        of_app.iter().for_each(|served| table.row(row(served)));
        let name = of_app.first().map_or("", |served| served.app.name);
        let _ = write!(out, "\n### Cold and warm: {name}\n\n{table}");
    }
    let failed = warm.served.iter().filter_map(|served| Some((served, served.figures.failure()?)));
    for (Served { app, title, .. }, why) in failed {
        let _ = write!(out, "\n{}: {title} failed: {}\n", app.name, one_line(why));
    }
    out
}

fn row(served: &Served) -> Vec<String> {
    let mut row = vec![served.title.clone()];
    match &served.figures {
        Outcome::Measured(figures) => row.extend([
            thousands(figures.size),
            thousands(figures.fuel),
            figures.faults.map_or("–".to_owned(), |faults| decimal(faults.median)),
            spread(&figures.per_second),
            figures.of_cold.as_ref().map_or("–".to_owned(), spread),
        ]),
        Outcome::Failed(_) => row.resize(6, FAILED.to_owned()),
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_that_is_written_again_keeps_the_section() {
        let old = format!("# Old\n\n{BEGIN}\n\n## Cold\n");
        assert_eq!(kept("# New\n", &old), format!("# New\n\n{BEGIN}\n\n## Cold\n"));
        assert_eq!(kept("# New\n", "# Old\n"), "# New\n");
    }
}
