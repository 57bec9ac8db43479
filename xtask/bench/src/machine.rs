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
    fn a_field_is_found_by_its_whole_name() {
        let text = "model\t\t: 7\nmodel name\t: A Processor: 3 GHz\n";
        assert_eq!(field(text, "model name"), Some("A Processor: 3 GHz"));
        assert_eq!(field(text, "name"), None);
    }
}
