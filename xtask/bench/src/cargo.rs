//! cargo in the crates of this folder that are not members of the workspace: as their users build them.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The target of components.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// The most lines of an error that are kept.
const ERROR_LINES: usize = 12;

/// The repository.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The workspace's lock.
pub(crate) const LOCK: &str = include_str!("../../../Cargo.lock");

/// The folder of one of the crates.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The workspace's target folder.
pub(crate) fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let target = Path::new(ROOT).join(target);
    target.canonicalize().unwrap_or(target)
}

/// cargo in a crate's folder.
pub(crate) fn cargo(name: &str, args: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args).current_dir(folder(name)).stdin(Stdio::null());
    // Without what this repository's configuration or this shell adds.
    for name in ["CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(name);
    }
    cargo.env("RUSTFLAGS", "").env("RUSTC_WRAPPER", "");
    cargo
}

/// A release build into a folder of ours; the number of packages that were compiled.
pub(crate) fn build(name: &str, target: &Path, args: &[&str]) -> Result<usize> {
    let mut build = cargo(name, &["build", "--release", "--locked", "--target", TARGET]);
    build.args(args).arg("--target-dir").arg(target).stderr(Stdio::piped());
    let mut child = build.spawn().context("cannot start cargo")?;
    let mut said = Vec::new();
    for line in child.stderr.take().into_iter().flat_map(|stderr| BufReader::new(stderr).lines()) {
        said.push(line?);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("cargo failed ({status}):\n{}", error_lines(&said));
    }
    Ok(said.iter().filter(|line| line.trim_start().starts_with("Compiling ")).count())
}

/// The first error with what follows it; without one the last lines.
fn error_lines(said: &[String]) -> String {
    let first = said.iter().position(|line| line.starts_with("error"));
    let from = first.unwrap_or(said.len().saturating_sub(ERROR_LINES));
    said[from..].iter().take(ERROR_LINES).map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The version of a package in a lock file.
pub(crate) fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_begins_where_the_compiler_says_so() {
        let said: Vec<_> = (0..20).map(|line| format!("line {line}")).collect();
        assert!(error_lines(&said).starts_with("line 8\n"));
        let said = ["   Compiling a v1.0.0", "error[E0433]: no `x`", " --> main.rs"];
        let said = said.map(str::to_owned);
        assert_eq!(error_lines(&said), "error[E0433]: no `x`\n --> main.rs");
    }
}
