//! The figures of a run, for the benchmark's document, its chart and `figures.json`.

mod spread;

pub(crate) use spread::Spread;

use serde::{Deserialize, Serialize};

use crate::contenders::BY_HAND;

/// Everything that one run has measured.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Run {
    pub(crate) machine: Machine,
    pub(crate) versions: Versions,
    pub(crate) plan: Plan,
    /// In the order in which they were given.
    pub(crate) contenders: Vec<Contender>,
    pub(crate) builds: Vec<UserBuild>,
}

/// How often and how long times were taken.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// Of each measurement, in each round.
    pub(crate) seconds: f64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Machine {
    /// The processor's model.
    pub(crate) cpu: String,
    pub(crate) cores: usize,
    /// In bytes.
    pub(crate) memory: u64,
    /// The system and the release of its kernel.
    pub(crate) os: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Versions {
    /// As `rustc --version` says it.
    pub(crate) rustc: String,
    pub(crate) wasmtime: String,
    pub(crate) doorway: String,
}

/// A measurement, or the reason why there is none: one line or more.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome<T> {
    Measured(T),
    Failed(String),
}

impl<T> Outcome<T> {
    pub(crate) fn measured(&self) -> Option<&T> {
        match self {
            Self::Measured(measured) => Some(measured),
            Self::Failed(_) => None,
        }
    }

    pub(crate) fn failure(&self) -> Option<&str> {
        match self {
            Self::Measured(_) => None,
            Self::Failed(why) => Some(why),
        }
    }
}

/// The contract app as one library writes it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Contender {
    /// `by hand` is the one that all of the same WASI are compared with.
    pub(crate) name: String,
    /// The library and its version.
    pub(crate) library: String,
    /// `0.2` or `0.3`.
    pub(crate) wasi: String,
    pub(crate) outcome: Outcome<Figures>,
}

impl Contender {
    /// The title in tables: the name, with the WASI unless it is 0.2.
    pub(crate) fn title(&self) -> String {
        title(&self.name, &self.wasi)
    }

    /// Whether it is what that one is compared with.
    pub(crate) fn is_reference_of(&self, other: &Self) -> bool {
        self.name == BY_HAND && self.wasi == other.wasi
    }
}

pub(crate) fn title(name: &str, wasi: &str) -> String {
    match wasi {
        "0.2" => name.to_owned(),
        wasi => format!("{name} ({wasi})"),
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Figures {
    /// The component's size in bytes.
    pub(crate) size: u64,
    /// The same cases in the same order for every contender; `route, 107 routes` comes last, and
    /// only where there is an app with so many.
    pub(crate) cases: Vec<CaseFigure>,
    /// Microseconds to make an instance that is linked already, and its store.
    pub(crate) instantiation: Outcome<Timing>,
    /// Requests a second with an instance for each.
    pub(crate) one_shot: Outcome<Timing>,
    /// Requests a second with a thousand for each instance.
    pub(crate) reused: Outcome<Timing>,
    /// As `wasmtime serve` does it by default on WASI 0.3; on 0.2 that is one-shot.
    pub(crate) served: Option<Outcome<Served>>,
}

/// Requests a second, beside what doorway answers on WASI 0.2.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Served {
    pub(crate) timing: Timing,
    /// The value divided by doorway's one-shot on 0.2 in the same round.
    pub(crate) of_one_shot: Option<Spread>,
}

/// The costs of one case of the contract.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct CaseFigure {
    pub(crate) case: String,
    /// The first request of an instance.
    pub(crate) first: Outcome<Cost>,
    /// The same request once more, on the same instance: what is made once for all later ones is
    /// made here, if not before.
    pub(crate) second: Outcome<Cost>,
    /// And once more: what each later one costs.
    pub(crate) third: Outcome<Cost>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Cost {
    /// The executed wasm instructions.
    pub(crate) fuel: u64,
    /// The most linear memory that the instance has had, in bytes.
    pub(crate) peak_memory: u64,
}

/// Something with a clock, measured in rounds that all contenders take part in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Timing {
    pub(crate) value: Spread,
    /// The value divided by that of `by hand` in the same round; `None` if that one failed.
    pub(crate) ratio: Option<Spread>,
}

/// A clean release build of a hello with one of the libraries, as its user sees it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct UserBuild {
    pub(crate) name: String,
    pub(crate) outcome: Outcome<Build>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Build {
    /// How many crates are compiled.
    pub(crate) crates: usize,
    pub(crate) seconds: Spread,
    /// The ratio to `by hand` in the same round; `None` if that failed.
    pub(crate) ratio: Option<Spread>,
}

/// The contenders called `doorway`, or `doorway` and more, are ours.
pub(crate) fn is_doorway(contender: &Contender) -> bool {
    contender.name.starts_with("doorway")
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
