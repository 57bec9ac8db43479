//! The goals that no test can hold doorway to, as they have a clock, and whether it reaches them.

use super::format::decimal;
use super::table::Table;
use super::{holds, spread};
use crate::figures::is_doorway;
use crate::figures::{Figures, Run, Spread, Timing};

/// The least requests a second, by hand being 1.
const SPEED: f64 = 0.95;
/// The longest clean build, by hand being 1, and the most crates in it.
const BUILD: f64 = 1.4;
const CRATES: usize = 25;

/// The table of the goals.
pub(super) fn markdown(run: &Run) -> String {
    let mut table = Table::new(["", "goal", "figure", "holds"].map(str::to_owned));
    for contender in run.contenders.iter().filter(|contender| is_doorway(contender)) {
        let figures = contender.outcome.measured();
        let mut speed = |how: &str, pick: fn(&Figures) -> Option<&Timing>| {
            let ratio = figures.and_then(pick).and_then(|timing| timing.ratio);
            let what = format!("{}: {how}, of by hand", contender.title());
            table.row(goal(what, format!("≥ {}", decimal(SPEED)), ratio, |it| it >= SPEED));
        };
        if contender.wasi == "0.2" {
            speed("one-shot", |figures| figures.one_shot.measured());
            speed("reused", |figures| figures.reused.measured());
        } else {
            speed("served", |figures| Some(&figures.served.as_ref()?.measured()?.timing));
        }
    }
    if let Some(ours) = run.builds.iter().find(|build| build.name.starts_with("doorway")) {
        let ours = ours.outcome.measured();
        let ratio = ours.and_then(|build| build.ratio);
        let what = "clean build, of by hand".to_owned();
        table.row(goal(what, format!("≤ {}", decimal(BUILD)), ratio, |it| it <= BUILD));
        let (crates, met) = match ours {
            Some(build) => (build.crates.to_string(), build.crates <= CRATES),
            None => (NOT_MEASURED.to_owned(), false),
        };
        let what = "crates of a clean build".to_owned();
        table.row(vec![what, format!("≤ {CRATES}"), crates, holds(met)]);
    }
    format!(
        "## Goals\n\nWhat tests hold doorway to is in [`xtask/bench/budgets.toml`](xtask/bench/budgets.toml). These goals have a \
         clock; of the rounds of each the median counts.\n\n{table}"
    )
}

const NOT_MEASURED: &str = "not measured";

/// The row of a goal; `is_met` is asked about the median.
fn goal(
    what: String,
    goal: String,
    figure: Option<Spread>,
    is_met: impl Fn(f64) -> bool,
) -> Vec<String> {
    let met = figure.is_some_and(|figure| is_met(figure.median));
    let figure = figure.as_ref().map_or(NOT_MEASURED.to_owned(), spread);
    vec![what, goal, figure, holds(met)]
}
