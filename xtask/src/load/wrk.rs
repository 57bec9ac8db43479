//! One turn of wrk: as many requests as a server answers.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;

/// The field by which wasmCloud finds a component; the other servers ignore it.
pub(super) const HOST: &str = "todos.example";

/// The program, its script, and how many requests it has under way at a time.
pub(super) struct Wrk {
    program: PathBuf,
    script: PathBuf,
    connections: u16,
}

/// A request that is sent over and over.
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) url: String,
}

/// The figures of a turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    pub(super) requests_a_second: f64,
    /// In milliseconds.
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// Answers other than 2xx and 3xx, and connections that failed.
    pub(super) failed: u64,
}

impl Wrk {
    /// The program at that path, with its script in that folder.
    pub(super) fn new(program: PathBuf, folder: &Path, connections: u16) -> Result<Self> {
        let script = folder.join("wrk.lua");
        std::fs::write(&script, include_str!("wrk.lua"))
            .with_context(|| format!("cannot write {}", script.display()))?;
        Ok(Self { program, script, connections })
    }

    /// Sends requests for so many seconds.
    pub(super) fn turn(&self, request: &Request, seconds: u64) -> Result<Turn> {
        let mut command = Command::new(&self.program);
        command
            .args(["-t1", &format!("-c{}", self.connections), &format!("-d{seconds}s")])
            .args(["-H", &format!("Host: {HOST}"), "-s"])
            .arg(&self.script)
            .args([&request.url, "--", request.method]);
        let said = command::output(&mut command)?;
        figures(&said).with_context(|| format!("wrk wrote no figures: {said}"))
    }
}

fn figures(said: &str) -> Option<Turn> {
    let line = said.lines().find_map(|line| line.strip_prefix("figures "))?;
    let figures = line.split(' ').map(|figure| figure.parse::<u64>().ok());
    let figures: Vec<u64> = figures.collect::<Option<_>>()?;
    let &[requests, micros, p50, p99, failed] = figures.as_slice() else { return None };
    Some(Turn {
        requests_a_second: requests as f64 * 1e6 / micros as f64,
        p50: p50 as f64 / 1e3,
        p99: p99 as f64 / 1e3,
        failed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_in_a_line_of_their_own() {
        let said = "Requests/sec:   2500.00\nfigures 5000 2000000 3100 12500 7\n";
        let turn = Turn { requests_a_second: 2500.0, p50: 3.1, p99: 12.5, failed: 7 };
        assert_eq!(figures(said), Some(turn));
        assert_eq!(figures("figures 5000 2000000"), None);
        assert_eq!(figures("unable to connect"), None);
    }
}
