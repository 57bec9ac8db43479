//! How long users build: a hello, from nothing.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::cargo;
use crate::contenders::{BY_HAND, DOORWAY};
use crate::figures::{Build, Outcome, Spread, UserBuild};

/// Each library's own hello: its name and its folder.
const HELLOS: [(&str, &str); 6] = [
    (DOORWAY, "doorway-hello"),
    (BY_HAND, "by-hand-hello"),
    ("wstd", "wstd"),
    ("wstd-axum", "wstd-axum"),
    ("waki", "waki"),
    // The examples of spin-sdk have no axum.
    ("spin-sdk", "spin-axum"),
];

/// How often each is built.
const ROUNDS: usize = 3;

/// How many packages were compiled, and the seconds of each round.
type Rounds = Result<(usize, Vec<f64>)>;

/// Builds all of them in turns, so that a machine that slows down does so for all.
pub(crate) fn builds() -> Vec<UserBuild> {
    eprintln!("fetching what clean builds need …");
    let mut builds = HELLOS.map(|(_, folder)| fetch(folder).map(|()| (0, Vec::new())));
    for round in 1..=ROUNDS {
        eprintln!("clean builds, round {round} of {ROUNDS} …");
        for ((name, folder), build) in HELLOS.iter().zip(&mut builds) {
            let Ok((crates, seconds)) = build else { continue };
            match clean(folder) {
                Ok((compiled, took)) => {
                    eprintln!("  {name}: {took:.1} s, {compiled} crates");
                    *crates = compiled;
                    seconds.push(took);
                }
                Err(error) => {
                    eprintln!("  {name}: {error:#}");
                    *build = Err(error);
                }
            }
        }
    }
    let by_hand = HELLOS.iter().position(|(name, _)| *name == BY_HAND);
    let by_hand = by_hand.and_then(|at| builds[at].as_ref().ok()).map(|(_, seconds)| &seconds[..]);
    let outcomes = HELLOS.iter().zip(&builds);
    outcomes.map(|((name, _), build)| of_rounds(name, build, by_hand)).collect()
}

fn of_rounds(name: &str, build: &Rounds, by_hand: Option<&[f64]>) -> UserBuild {
    let outcome = match build {
        Ok((crates, seconds)) => match Spread::of(seconds) {
            Some(spread) => Outcome::Measured(Build {
                crates: *crates,
                seconds: spread,
                ratio: by_hand.and_then(|by_hand| Spread::of_ratios(seconds, by_hand)),
            }),
            None => Outcome::Failed("it was not measured".to_owned()),
        },
        Err(error) => Outcome::Failed(format!("{error:#}")),
    };
    UserBuild { name: name.to_owned(), outcome }
}

/// Downloads what a hello needs, which is not measured.
fn fetch(folder: &str) -> Result<()> {
    let fetched = cargo::cargo(folder, &["fetch", "--locked", "--quiet"]).output()?;
    if !fetched.status.success() {
        bail!("cannot fetch it: {}", String::from_utf8_lossy(&fetched.stderr).trim());
    }
    Ok(())
}

/// The number of packages, and the seconds from the command to its end.
fn clean(folder: &str) -> Result<(usize, f64)> {
    let target = cargo::target().join("bench/clean");
    remove(&target)?;
    let start = Instant::now();
    let built = cargo::build(folder, &target, &["--offline"]);
    let seconds = start.elapsed().as_secs_f64();
    remove(&target)?;
    Ok((built?, seconds))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hello_is_there() {
        for (_, folder) in HELLOS {
            assert!(cargo::folder(folder).join("Cargo.toml").is_file(), "{folder}");
        }
    }
}
