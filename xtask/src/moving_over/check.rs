//! Runs of cargo, with the outcome of each target.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use cargo_metadata::{CompilerMessage, Message, diagnostic::DiagnosticLevel};

use crate::command;

/// How one target compiled.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) built: bool,
    /// The test, or the like.
    pub(super) program: Option<PathBuf>,
    /// Each in a line; there are some unless it is built.
    pub(super) errors: Vec<String>,
}

/// The outcome of a run of cargo.
#[derive(Debug, Default)]
pub(super) struct Run {
    targets: BTreeMap<String, Outcome>,
    /// Dependencies that do not compile.
    broken: Vec<String>,
}

impl Run {
    /// Takes the outcome of a target out of it.
    pub(super) fn target(&mut self, name: &str) -> Outcome {
        let mut outcome = self.targets.remove(name).unwrap_or_default();
        if !outcome.built && outcome.errors.is_empty() {
            outcome.errors.push(match &self.broken[..] {
                [] => "cargo did not come to it".to_owned(),
                broken => format!("a dependency does not compile: {}", broken.join(", ")),
            });
        }
        outcome
    }
}

/// Runs a cargo that compiles packages in a folder, and hands back the outcomes of their targets: that some fail is no
/// error. Its stderr goes to a file.
pub(super) fn run(cargo: &mut Command, folder: &Path, log: &Path) -> Result<Run> {
    cargo.current_dir(folder).arg("--message-format=json").stdout(Stdio::piped());
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    cargo.stderr(file);
    let mut child =
        cargo.spawn().with_context(|| format!("cannot start `{}`", command::shown(cargo)))?;
    let stdout = child.stdout.take().context("cargo has no stdout")?;
    let mut run = Run::default();
    for message in Message::parse_stream(std::io::BufReader::new(stdout)) {
        match message? {
            Message::CompilerArtifact(artifact)
                if artifact.manifest_path.as_std_path().starts_with(folder) =>
            {
                let outcome = run.targets.entry(artifact.target.name).or_default();
                outcome.built = true;
                outcome.program = artifact.executable.map(Into::into);
            }
            Message::CompilerMessage(message) => add(&mut run, folder, &message)?,
            _ => {}
        }
    }
    child.wait()?;
    let text = fs::read_to_string(log)?;
    for line in text.lines() {
        // There is no message of a build script that fails.
        if let Some(package) = line.strip_prefix("error: failed to run custom build command for `")
        {
            run.broken.extend(package.split_whitespace().next().map(str::to_owned));
        }
    }
    Ok(run)
}

/// Notes an error.
fn add(run: &mut Run, folder: &Path, message: &CompilerMessage) -> Result<()> {
    if !matches!(message.message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice) {
        return Ok(());
    }
    let name = &message.target.name;
    let text = shown(message);
    if !message.target.src_path.starts_with(folder) {
        ensure!(name != "doorway", "doorway does not compile: {text}");
        if !run.broken.contains(name) {
            run.broken.push(name.clone());
        }
        return Ok(());
    }
    if text.starts_with("aborting due to") {
        return Ok(());
    }
    let outcome = run.targets.entry(name.clone()).or_default();
    if !outcome.errors.contains(&text) {
        outcome.errors.push(text);
    }
    Ok(())
}

/// The error in one line: its code, the message, and the place.
fn shown(message: &CompilerMessage) -> String {
    let diagnostic = &message.message;
    let code = diagnostic.code.as_ref().map(|code| format!("{}: ", code.code)).unwrap_or_default();
    let text = diagnostic.message.replace('\n', " ");
    let Some(span) = diagnostic.spans.iter().find(|span| span.is_primary) else {
        return format!("{code}{text}");
    };
    let line = span.text.first().map(|line| line.text.trim()).unwrap_or_default();
    let label = span.label.as_deref().map(|label| format!(" ({label})")).unwrap_or_default();
    let label = label.replace('\n', " ");
    format!("{code}{text}{label} | {line}")
}
