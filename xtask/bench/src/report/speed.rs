//! Sizes, memory, and what has a clock.

use super::format::{kib, spread, thousands};
use super::table::Table;
use super::{FAILED, peak_memory};
use crate::contenders::BY_HAND;
use crate::figures::{Outcome, Run, Served, Spread, Timing};
use crate::rounds::{REUSE, SERVED};

/// The size, the memory and the throughput of each component.
pub(super) fn markdown(run: &Run) -> String {
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
    let served = served(run);
    format!(
        "## Size, memory, time\n\n{table}\n\
         One-shot: an instance for each request; reused: one for {REUSE}. A figure is the median of all rounds, in \
         brackets the lowest and the highest. *Of by hand* is the figure of {BY_HAND} on the same WASI in the same round as \
         1.00, so what slows a whole round down is no part of it.{served}"
    )
}

/// As `wasmtime serve` does it by default on WASI 0.3.
fn served(run: &Run) -> String {
    let mut table = Table::new(
        ["", "served, requests/s", "of by hand", "of doorway on 0.2, one-shot"].map(str::to_owned),
    );
    let mut is_empty = true;
    for contender in &run.contenders {
        let served = contender.outcome.measured().and_then(|figures| figures.served.as_ref());
        let Some(served) = served else { continue };
        is_empty = false;
        let of = |ratio: &Option<Spread>| ratio.as_ref().map_or("–".to_owned(), spread);
        let mut row = vec![contender.title()];
        match served.measured() {
            Some(Served { timing, of_one_shot }) => {
                row.extend([spread(&timing.value), of(&timing.ratio), of(of_one_shot)]);
            }
            None => row.resize(4, FAILED.to_owned()),
        }
        table.row(row);
    }
    if is_empty {
        return String::new();
    }
    format!(
        "\n\nServed as `wasmtime serve` does it by default on WASI 0.3: an instance for {SERVED} requests, up to sixteen at \
         a time. On 0.2 its default is one-shot.\n\n{table}"
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
