//! The contract app on other libraries: crates of `xtask/bench/`, outside of the workspace.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;

use super::cargo::Standalone;
use super::contender::library;
use super::document::Contender;
use crate::workspace::Workspace;

/// The libraries that doorway is measured beside.
pub(super) const PEERS: [Peer; 4] = [
    Peer { name: "wstd", libraries: &["wstd"], wasi: "0.2" },
    Peer { name: "wstd-axum", libraries: &["axum", "wstd-axum"], wasi: "0.2" },
    Peer { name: "waki", libraries: &["waki"], wasi: "0.2" },
    Peer { name: "spin-axum", libraries: &["axum", "spin-sdk"], wasi: "0.3" },
];

/// One of them.
pub(super) struct Peer {
    /// Its folder's name, too.
    pub(super) name: &'static str,
    libraries: &'static [&'static str],
    wasi: &'static str,
}

impl Peer {
    /// Its component, or why there is none.
    pub(super) fn build(&self, workspace: &Workspace) -> Contender {
        let built = self.component(workspace);
        let (component, failure) = match built {
            Ok(file) => (Some(workspace.relative(&file).to_owned()), None),
            Err(error) => {
                eprintln!("{} is left out: {error:#}", self.name);
                (None, Some(format!("{error:#}")))
            }
        };
        let library = self.library(workspace).unwrap_or_else(|_| self.libraries.join(" on "));
        let (name, wasi) = (self.name.to_owned(), self.wasi.to_owned());
        Contender { name, library, wasi, component, failure }
    }

    fn component(&self, workspace: &Workspace) -> Result<PathBuf> {
        let target = workspace.target("bench/peers");
        let mut build = Standalone::new(workspace, self.name).build(&target);
        build.args(["--example", "contract", "--features", "contract"]);
        let built = super::cargo::run(build, true)?.wasm("contract")?;
        let component = workspace.target(&format!("bench/components/{}.wasm", self.name));
        fs::create_dir_all(component.parent().context("it is in a folder")?)
            .and_then(|()| fs::copy(&built, &component).map(drop))
            .with_context(|| format!("cannot write {}", component.display()))?;
        Ok(component)
    }

    /// The libraries' names and versions.
    fn library(&self, workspace: &Workspace) -> Result<String> {
        let manifest = Standalone::new(workspace, self.name).manifest();
        let options = ["--locked".to_owned(), "--offline".to_owned()];
        let metadata =
            MetadataCommand::new().manifest_path(manifest).other_options(options).exec()?;
        library(&metadata, &format!("bench-{}", self.name), self.libraries)
    }
}
