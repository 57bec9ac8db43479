//! What doorway is to reach, and whether it does.

use super::format::{decimal, kib, thousands};
use super::table::Table;
use super::{holds, is_doorway, of_by_hand, peak_memory};
use crate::figures::{Contender, Figures, Run, Spread, Timing};
use doorway_host::contract::CALLING_OUT;

/// The most fuel of a case. Where nothing stands, there is no goal.
const FUEL: &[(&str, u64)] = &[
    ("hello", 3_500),
    ("hello, 12 browser headers", 3_600),
    ("route, 7 routes", 7_000),
    ("route, 107 routes", 15_000),
    ("json, 33 bytes", 12_500),
    ("json, 2,000 numbers", 1_240_000),
    ("echo 4 MiB", 4_000),
    ("stream 4 MiB", 50_000),
];

/// The most bytes of the component.
const SIZE: u64 = 165_000;
/// The most bytes of linear memory.
const MEMORY: u64 = 1_152 * 1024;
/// The most fuel of what calls out, by hand being 1.
const CALLS: f64 = 1.5;
/// The least requests a second, by hand being 1.
const ONE_SHOT: f64 = 0.97;
const REUSED: f64 = 0.93;
/// The most fuel of a case on WASI 0.3, by hand being 1.
pub(super) const OF_BY_HAND: f64 = 1.25;
/// The least requests a second on WASI 0.3, doorway's one-shot on 0.2 being 1.
const OF_ONE_SHOT: f64 = 2.5;
/// The longest clean build, by hand being 1, and the most crates in it.
const BUILD: f64 = 1.5;
const CRATES: usize = 30;

/// The goal of a case on WASI 0.2.
pub(super) fn fuel(case: &str) -> Option<u64> {
    FUEL.iter().find(|(name, _)| *name == case).map(|(_, goal)| *goal)
}

/// A goal that is not about the fuel of a case that all have.
pub(super) struct Goal {
    what: String,
    goal: String,
    /// What was measured; `None` if that failed or was left out.
    figure: Option<(String, bool)>,
}

/// The goals beside fuel.
pub(super) fn markdown(run: &Run) -> String {
    let goals = of(run);
    if goals.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["", "goal", "figure", "holds"].map(str::to_owned));
    for Goal { what, goal, figure } in goals {
        let (figure, is_met) = match figure {
            Some((figure, is_met)) => (figure, holds(is_met)),
            None => ("not measured".to_owned(), holds(false)),
        };
        table.row(vec![what, goal, figure, is_met]);
    }
    format!("## The other goals\n\n{table}")
}

fn of(run: &Run) -> Vec<Goal> {
    let mut goals = Vec::new();
    let ours = run.contenders.iter().filter(|contender| is_doorway(contender));
    for contender in ours {
        match contender.wasi.as_str() {
            "0.2" => of_p2(run, contender, &mut goals),
            _ => of_p3(contender, &mut goals),
        }
    }
    goals.extend(builds(run));
    goals
}

fn of_p2(run: &Run, contender: &Contender, goals: &mut Vec<Goal>) {
    let name = contender.title();
    let figures = contender.outcome.measured();
    goals.push(at_most(
        format!("{name}: size, bytes"),
        SIZE,
        figures.map(|figures| figures.size),
        thousands,
    ));
    goals.push(at_most(
        format!("{name}: peak memory, KiB"),
        MEMORY,
        figures.and_then(peak_memory),
        kib,
    ));
    goals.extend(CALLING_OUT.iter().map(|case| Goal {
        what: format!("{name}: fuel of {}, of by hand", case.name),
        goal: format!("≤ {}", decimal(CALLS)),
        figure: of_by_hand(run, contender, case.name).map(|ratio| (decimal(ratio), ratio <= CALLS)),
    }));
    let timing = |pick: fn(&Figures) -> Option<&Timing>| {
        figures.and_then(pick).and_then(|timing| timing.ratio)
    };
    goals.push(at_least(
        format!("{name}: one-shot, of by hand"),
        ONE_SHOT,
        timing(|figures| figures.one_shot.measured()),
    ));
    goals.push(at_least(
        format!("{name}: reused, of by hand"),
        REUSED,
        timing(|figures| figures.reused.measured()),
    ));
}

/// The goals of fuel on 0.3 stand beside it.
fn of_p3(contender: &Contender, goals: &mut Vec<Goal>) {
    let name = contender.title();
    let served =
        contender.outcome.measured().and_then(|figures| figures.served.as_ref()?.measured());
    goals.push(at_least(
        format!("{name}: served, of by hand"),
        REUSED,
        served.and_then(|served| served.timing.ratio),
    ));
    goals.push(at_least(
        format!("{name}: served, of one-shot on 0.2"),
        OF_ONE_SHOT,
        served.and_then(|served| served.of_one_shot),
    ));
}

fn builds(run: &Run) -> Vec<Goal> {
    let ours = run.builds.iter().find(|build| build.name.starts_with("doorway"));
    let Some(ours) = ours else { return Vec::new() };
    let ours = ours.outcome.measured();
    let ratio = ours.and_then(|build| build.ratio);
    vec![
        Goal {
            what: "clean build, of by hand".to_owned(),
            goal: format!("≤ {}", decimal(BUILD)),
            figure: ratio.map(|ratio| (super::spread(&ratio), ratio.median <= BUILD)),
        },
        at_most(
            "crates of a clean build".to_owned(),
            CRATES as u64,
            ours.map(|build| build.crates as u64),
            thousands,
        ),
    ]
}

fn at_most(what: String, goal: u64, figure: Option<u64>, shown: fn(u64) -> String) -> Goal {
    let figure = figure.map(|figure| (shown(figure), figure <= goal));
    Goal { what, goal: format!("≤ {}", shown(goal)), figure }
}

/// The median counts.
fn at_least(what: String, goal: f64, figure: Option<Spread>) -> Goal {
    let figure = figure.map(|figure| (super::spread(&figure), figure.median >= goal));
    Goal { what, goal: format!("≥ {}", decimal(goal)), figure }
}
