//! The machine and the versions that figures are of.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::cargo::{LOCK, locked};
use crate::figures::{Machine, Versions};

/// The system's description of the machine.
pub(crate) fn machine() -> Machine {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let kilobytes =
        field(&memory, "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok());
    let release = read("/proc/sys/kernel/osrelease");
    Machine {
        cpu: field(&cpu, "model name").unwrap_or(std::env::consts::ARCH).to_owned(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory: kilobytes.unwrap_or(0u64) * 1024,
        os: format!("{} {}", std::env::consts::OS, release.trim()).trim().to_owned(),
    }
}

/// The versions of all parts.
///
/// # Errors
///
/// When there is no rustc.
pub(crate) fn versions() -> Result<Versions> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = Command::new(rustc).arg("--version").output()?.stdout;
    Ok(Versions {
        rustc: String::from_utf8_lossy(&rustc).trim().to_owned(),
        wasmtime: locked(LOCK, "wasmtime").unwrap_or("unknown").to_owned(),
        doorway: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The page faults of this process up to now that needed no disk, where the system tells them.
pub(crate) fn page_faults() -> Option<u64> {
    of_process(&fs::read_to_string("/proc/self/stat").ok()?, 10)
}

/// A field of a process, counted from one as in proc(5): the second one, the name in brackets, may have spaces in it.
fn of_process(stat: &str, field: usize) -> Option<u64> {
    stat.rsplit_once(") ")?.1.split(' ').nth(field.checked_sub(3)?)?.parse().ok()
}

/// The time of all processors up to now, in the system's ticks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Processors {
    all: u64,
    idle: u64,
    /// Of this process.
    own: u64,
}

impl Processors {
    /// The times where the system tells them.
    pub(crate) fn now() -> Option<Self> {
        let read = |path| fs::read_to_string(path).ok();
        Self::of(&read("/proc/stat")?, &read("/proc/self/stat")?)
    }

    fn of(stat: &str, of_this: &str) -> Option<Self> {
        let times: Vec<u64> = stat
            .lines()
            .next()?
            .split_ascii_whitespace()
            .skip(1)
            .take(8)
            .map_while(|time| time.parse().ok())
            .collect();
        let idle = times.get(3)? + times.get(4)?;
        let own = of_process(of_this, 14)? + of_process(of_this, 15)?;
        Some(Self { all: times.iter().sum(), idle, own })
    }

    /// The part of the processors' time that other processes have had since then, from 0 to 1.
    pub(crate) fn of_others_since(&self, then: &Self) -> f64 {
        let since = |now: u64, then: u64| now.saturating_sub(then) as f64;
        let ours = since(self.idle, then.idle) + since(self.own, then.own);
        let all = since(self.all, then.all);
        (all - ours).max(0.0) / all.max(1.0)
    }
}

/// The value of `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_lock_file() {
        let wasmtime = locked(LOCK, "wasmtime").unwrap();
        assert!(wasmtime.starts_with(|first: char| first.is_ascii_digit()));
        assert_eq!(locked(LOCK, "no-such-package"), None);
    }

    #[test]
    fn fields_of_a_process_come_after_its_name() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194304 1234 0 5 6 70 30 0 0";
        assert_eq!(of_process(stat, 10), Some(1234));
        assert_eq!(of_process(stat, 15), Some(30));
        assert_eq!(of_process("7 (a", 10), None);
    }

    #[test]
    fn others_have_what_is_neither_idle_nor_ours() {
        let of = |stat, own| Processors::of(stat, &format!("7 (a) S 1 7 7 0 -1 4 1 0 5 6 {own} 0"));
        let then = of("cpu  10 0 0 100 0 0 0 0 0 0\ncpu0 1", 5).unwrap();
        let now = of("cpu  90 10 10 190 10 0 0 10 0 0\ncpu0 1", 55).unwrap();
        assert_eq!(now.of_others_since(&then), 60.0 / 210.0);
        assert_eq!(now.of_others_since(&now), 0.0);
        assert_eq!(of("cpu 1", 5), None);
    }

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let text = "model\t\t: 7\nmodel name\t: A Processor: 3 GHz\n";
        assert_eq!(field(text, "model name"), Some("A Processor: 3 GHz"));
        assert_eq!(field(text, "name"), None);
    }
}
