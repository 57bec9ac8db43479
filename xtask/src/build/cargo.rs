//! One run of `cargo build`, and what comes of it.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, anyhow};
use cargo_metadata::{Message, TargetKind};

use super::TARGET;
use crate::command;
use crate::component;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// A file that cargo built.
#[derive(Clone)]
pub(super) struct Artifact {
    pub(super) target: String,
    pub(super) file: PathBuf,
}

/// One run of `cargo build` for wasm.
pub(super) struct Build<'a> {
    package: &'a str,
    kind: TargetKind,
    args: Vec<&'a str>,
    /// The folder within the target folder, if it is another one.
    target: Option<&'static str>,
}

impl<'a> Build<'a> {
    pub(super) fn new(wasi: Wasi, package: &'a str, kind: TargetKind) -> Self {
        let args = component::features(package, wasi).to_vec();
        Self { package, kind, args, target: wasi.target() }
    }

    pub(super) fn with(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args.extend(args);
        self
    }

    /// Builds in another folder within the target folder.
    pub(super) fn into_folder(self, folder: &'static str) -> Self {
        Self { target: Some(folder), ..self }
    }

    /// The artifacts of the build, as cargo reports them.
    pub(super) fn artifacts(&self, workspace: &Workspace) -> Result<Vec<Artifact>> {
        let what = ["build", "--target", TARGET, "--package", self.package];
        let mut command = command::cargo(workspace, what);
        command.args(&self.args);
        if let Some(folder) = &self.target {
            command.arg("--target-dir").arg(workspace.target(folder));
        }
        command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start cargo")?;
        let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no stdout"))?;
        let mut found = Vec::new();
        for message in Message::parse_stream(BufReader::new(stdout)) {
            if let Message::CompilerArtifact(artifact) =
                message.context("cannot read what cargo says")?
                && artifact.target.kind.contains(&self.kind)
            {
                let wasm =
                    artifact.filenames.into_iter().filter(|file| file.extension() == Some("wasm"));
                found.extend(wasm.map(|file| Artifact {
                    target: artifact.target.name.clone(),
                    file: file.into(),
                }));
            }
        }
        command::succeeded(&command, child.wait()?)?;
        Ok(found)
    }
}
