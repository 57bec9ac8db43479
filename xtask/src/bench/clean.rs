//! How long users build: a hello, from nothing.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};

use super::cargo::{self, Standalone};
use super::document::Build;
use super::steps::Steps;
use crate::command;
use crate::table::Table;
use crate::workspace::Workspace;

/// The built apps: each library's own hello.
const HELLOS: [Hello; 6] = [
    Hello { name: "doorway", folder: "doorway-hello" },
    Hello { name: "by hand", folder: "by-hand-hello" },
    Hello { name: "wstd", folder: "wstd" },
    Hello { name: "wstd-axum", folder: "wstd-axum" },
    Hello { name: "waki", folder: "waki" },
    // The examples of spin-sdk have no axum.
    Hello { name: "spin-sdk", folder: "spin-axum" },
];

/// How often each is built.
const ROUNDS: usize = 3;

/// One for what comes over the network, and one for each round.
pub(super) const STEPS: usize = 1 + ROUNDS;

struct Hello {
    name: &'static str,
    folder: &'static str,
}

/// Builds all of them in turns, so that a machine that slows down does so for all.
pub(super) fn builds(workspace: &Workspace, steps: &mut Steps) -> Vec<Build> {
    steps.next("fetching what clean builds need");
    let mut builds: Vec<Build> = HELLOS.iter().map(|hello| fetched(workspace, hello)).collect();
    for round in 1..=ROUNDS {
        steps.next(&format!("clean builds, round {round} of {ROUNDS}"));
        for (hello, build) in HELLOS.iter().zip(&mut builds) {
            if build.failure.is_some() {
                continue;
            }
            match clean(workspace, hello) {
                Ok((crates, seconds)) => {
                    eprintln!("  {}: {seconds:.1} s, {crates} crates", hello.name);
                    build.crates = Some(crates);
                    build.seconds.push(seconds);
                }
                Err(error) => failed(build, &error),
            }
        }
    }
    builds
}

/// Downloads what a hello needs, which is not measured.
fn fetched(workspace: &Workspace, hello: &Hello) -> Build {
    let mut build =
        Build { name: hello.name.to_owned(), crates: None, seconds: Vec::new(), failure: None };
    let mut fetch =
        Standalone::new(workspace, hello.folder).cargo(&["fetch", "--locked", "--quiet"]);
    if let Err(error) = command::output(&mut fetch) {
        failed(&mut build, &error);
    }
    build
}

/// A build that cannot be counted has no seconds either.
fn failed(build: &mut Build, error: &anyhow::Error) {
    eprintln!("  {}: {error:#}", build.name);
    build.crates = None;
    build.seconds.clear();
    build.failure = Some(format!("{error:#}"));
}

/// How many packages are compiled, and the seconds from the command to its end.
fn clean(workspace: &Workspace, hello: &Hello) -> Result<(usize, f64)> {
    let target = workspace.target("bench/clean");
    remove(&target)?;
    let mut build = Standalone::new(workspace, hello.folder).build(&target);
    build.arg("--offline");
    let start = Instant::now();
    let built = cargo::run(build, false);
    let seconds = start.elapsed().as_secs_f64();
    remove(&target)?;
    Ok((built?.crates(), seconds))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The builds as they are shown to people.
pub(super) fn table(builds: &[Build]) -> Table {
    let mut table = Table::new(["hello on", "crates", "median, lowest and highest seconds"]);
    for build in builds {
        let crates = build.crates.map(|crates| crates.to_string()).unwrap_or_default();
        let seconds = match (&build.failure, spread(&build.seconds)) {
            (None, Some([median, low, high])) => format!("{median:.1} ({low:.1} to {high:.1})"),
            (failure, _) => failure.clone().unwrap_or_default(),
        };
        table.row([build.name.clone(), crates, seconds]);
    }
    table
}

/// The median, the lowest and the highest.
fn spread(values: &[f64]) -> Option<[f64; 3]> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.first()?, *values.last()?);
    let middle = values.len() / 2;
    let median = match values.len() % 2 {
        0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    };
    Some([median, low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(spread(&[]), None);
        assert_eq!(spread(&[2.0]), Some([2.0, 2.0, 2.0]));
        assert_eq!(spread(&[9.0, 1.0, 2.0]), Some([2.0, 1.0, 9.0]));
        assert_eq!(spread(&[4.0, 1.0, 2.0, 9.0]), Some([3.0, 1.0, 9.0]));
    }

    #[test]
    fn a_failure_is_a_row() {
        let build = |name: &str, crates, seconds, failure| Build {
            name: name.to_owned(),
            crates,
            seconds,
            failure,
        };
        let builds = [
            build("doorway", Some(22), vec![8.04, 8.31, 7.96], None),
            build("wstd", None, vec![], Some("no network".to_owned())),
        ];
        let expected = "hello on  crates  median, lowest and highest seconds\n\
                        doorway       22  8.0 (8.0 to 8.3)\n\
                        wstd              no network\n";
        assert_eq!(table(&builds).to_string(), expected);
    }

    #[test]
    fn every_hello_is_there() {
        let workspace = Workspace::load().unwrap();
        for hello in &HELLOS {
            let manifest = Standalone::new(&workspace, hello.folder).manifest();
            assert!(manifest.is_file(), "{}", manifest.display());
        }
    }
}
