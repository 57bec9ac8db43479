//! One run of `cargo build` for wasm, and its artifacts.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};
use cargo_metadata::{Message, TargetKind};

use crate::command;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The target that components are built for.
pub const TARGET: &str = "wasm32-wasip2";

/// A file that cargo built.
#[derive(Clone)]
pub struct Artifact {
    /// The name of the library or the example.
    pub target: String,
    /// Where it is.
    pub file: PathBuf,
}

/// One run of `cargo build` for wasm.
pub struct Build<'a> {
    package: &'a str,
    kind: TargetKind,
    args: Vec<String>,
    /// The folder within the target folder, if it is another one.
    folder: Option<&'static str>,
    by_cargo_component: bool,
}

impl<'a> Build<'a> {
    /// A build of a package, or of its examples, with the SDK's feature for that version of WASI.
    pub fn new(wasi: Wasi, package: &'a str, kind: TargetKind) -> Self {
        let build = Self::plain(wasi, package, kind);
        build.with(wasi.features().iter().copied())
    }

    /// The same for a package that has no dependency on the SDK.
    pub fn plain(wasi: Wasi, package: &'a str, kind: TargetKind) -> Self {
        let folder = wasi.target();
        Self { package, kind, args: Vec::new(), folder, by_cargo_component: false }
    }

    /// Adds options of cargo.
    #[must_use]
    pub fn with<S: Into<String>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Builds in another folder within the target folder.
    #[must_use]
    pub fn into_folder(self, folder: &'static str) -> Self {
        Self { folder: Some(folder), ..self }
    }

    /// Builds by `cargo component` and not by cargo alone.
    #[must_use]
    pub fn by_cargo_component(self) -> Self {
        Self { by_cargo_component: true, ..self }
    }

    /// The artifacts of the build, as cargo reports them.
    pub fn artifacts(&self, workspace: &Workspace) -> Result<Vec<Artifact>> {
        let mut command = self.command(workspace);
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
        let built = command::succeeded(&command, child.wait()?);
        if built.is_err() && toolchain::lacks_crates(workspace.root()) {
            return Err(toolchain::no_network().into());
        }
        built.map(|()| found)
    }

    fn command(&self, workspace: &Workspace) -> Command {
        let mut command = match self.by_cargo_component {
            // It knows its target by itself: that of its adapter, wasm32-wasip1.
            true => command::cargo(workspace, ["component", "build"]),
            false => command::cargo(workspace, ["build", "--target", TARGET]),
        };
        command.args(["--package", self.package]).args(&self.args);
        if let Some(folder) = self.folder {
            command.arg("--target-dir").arg(workspace.target(folder));
        }
        command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
        command
    }
}
