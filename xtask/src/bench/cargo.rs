//! cargo in the crates of `xtask/bench/` that are no members of the workspace.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::Message;

use crate::build::TARGET;
use crate::command;
use crate::workspace::Workspace;

/// The folder that they are in.
const FOLDER: &str = "xtask/bench";

/// The most that is kept of an error.
const ERROR_LINES: usize = 12;

/// The crates outside of the workspace, in order of their names.
pub(crate) fn standalone(workspace: &Workspace) -> Result<Vec<Standalone<'_>>> {
    let mut found = Vec::new();
    let folder = workspace.path(FOLDER);
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let folder = entry?.path();
        if folder.join("Cargo.lock").is_file() {
            found.push(Standalone { workspace, folder });
        }
    }
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(found)
}

/// One of these crates.
pub(crate) struct Standalone<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
}

impl<'a> Standalone<'a> {
    pub(crate) fn new(workspace: &'a Workspace, name: &str) -> Self {
        Self { workspace, folder: workspace.path(FOLDER).join(name) }
    }

    pub(crate) fn manifest(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// cargo in its folder.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = command::cargo(self.workspace, args);
        cargo.current_dir(&self.folder);
        // Without what this repository's configuration or this shell adds: as its user builds it.
        for name in ["CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET"] {
            cargo.env_remove(name);
        }
        cargo.env("RUSTFLAGS", "").env("RUSTC_WRAPPER", "");
        cargo
    }

    /// A release build as its user types it, into a folder of ours.
    pub(super) fn build(&self, target: &Path) -> Command {
        let mut build = self.cargo(&["build", "--release", "--target", TARGET, "--locked"]);
        build.arg("--message-format=json-render-diagnostics").arg("--target-dir").arg(target);
        build
    }
}

/// The output of a build.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Built {
    /// The packages that were compiled, the user's own too, each once however many crates cargo made of it.
    compiled: BTreeSet<String>,
    /// The files, by the names of their targets.
    wasm: Vec<(String, PathBuf)>,
}

impl Built {
    fn read(messages: impl BufRead) -> Result<Self> {
        let mut built = Self::default();
        for message in Message::parse_stream(messages) {
            let Message::CompilerArtifact(artifact) =
                message.context("cannot read what cargo says")?
            else {
                continue;
            };
            if !artifact.fresh {
                built.compiled.insert(artifact.package_id.repr);
            }
            let wasm =
                artifact.filenames.into_iter().filter(|file| file.extension() == Some("wasm"));
            built.wasm.extend(wasm.map(|file| (artifact.target.name.clone(), file.into())));
        }
        Ok(built)
    }

    /// How many packages were compiled.
    pub(super) fn crates(&self) -> usize {
        self.compiled.len()
    }

    /// The component that came of a target.
    pub(super) fn wasm(&self, target: &str) -> Result<PathBuf> {
        let found = self.wasm.iter().find(|(name, _)| name == target);
        found.map(|(_, file)| file.clone()).with_context(|| format!("cargo built no {target}.wasm"))
    }
}

/// Runs a build; its stderr is shown or not. An error has the compiler's messages.
pub(super) fn run(mut build: Command, shown: bool) -> Result<Built> {
    let what = command::shown(&build);
    build.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = build.spawn().context("cannot start cargo")?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no stdout"))?;
    let stderr = child.stderr.take().ok_or_else(|| anyhow!("cargo has no stderr"))?;
    // Both at once: a pipe that nobody reads stops cargo when it is full.
    let said = thread::spawn(move || listen(stderr, shown));
    let built = Built::read(BufReader::new(stdout));
    let status = child.wait()?;
    let said = said.join().map_err(|_| anyhow!("cannot read what cargo says"))?;
    if !status.success() {
        bail!("`{what}` failed ({status}):\n{}", error_lines(&said));
    }
    built
}

/// Everything that is said, shown too if that is wanted.
fn listen(stderr: impl Read, shown: bool) -> String {
    let mut said = String::new();
    for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        if shown {
            eprintln!("{line}");
        }
        said.push_str(&line);
        said.push('\n');
    }
    said
}

/// The first error with what follows it; without one the last lines.
fn error_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| line.starts_with("error"));
    let (from, cut) = match first {
        Some(first) => (first, lines.len() - first > ERROR_LINES),
        None => (lines.len().saturating_sub(ERROR_LINES), false),
    };
    let mut kept = lines[from..].iter().take(ERROR_LINES).copied().collect::<Vec<_>>().join("\n");
    if cut {
        kept.push_str("\n…");
    }
    kept
}

#[cfg(test)]
mod tests;
