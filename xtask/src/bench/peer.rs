//! The contract app on other libraries: crates of `xtask/bench/`, outside of the workspace.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, MetadataCommand};

use super::cargo::Standalone;
use super::contender::library;
use super::document::Contender;
use crate::workspace::Workspace;

/// The libraries that doorway is measured beside.
pub(super) const PEERS: [Peer; 4] = [
    Peer { name: "wstd", libraries: &["wstd"], wasi: "0.2", many: false },
    Peer { name: "wstd-axum", libraries: &["axum", "wstd-axum"], wasi: "0.2", many: true },
    Peer { name: "waki", libraries: &["waki"], wasi: "0.2", many: false },
    Peer { name: "spin-axum", libraries: &["axum", "spin-sdk"], wasi: "0.3", many: true },
];

/// One of them.
pub(super) struct Peer {
    /// Its folder's name, too.
    pub(super) name: &'static str,
    libraries: &'static [&'static str],
    wasi: &'static str,
    /// Whether it has a router, and so an app with many routes.
    many: bool,
}

impl Peer {
    /// Its components, or why there are none.
    pub(super) fn build(&self, workspace: &Workspace) -> Contender {
        let mut contender = Contender {
            name: self.name.to_owned(),
            library: self.libraries.join(" on "),
            wasi: self.wasi.to_owned(),
            component: None,
            many: None,
            failure: None,
        };
        if let Err(error) = self.components(workspace, &mut contender) {
            eprintln!("{} is left out: {error:#}", self.name);
            (contender.component, contender.many) = (None, None);
            contender.failure = Some(format!("{error:#}"));
        }
        // Now that cargo has all of it.
        match self.library(workspace) {
            Ok(library) => contender.library = library,
            Err(error) => eprintln!("no versions of {}: {error:#}", self.name),
        }
        contender
    }

    fn components(&self, workspace: &Workspace, contender: &mut Contender) -> Result<()> {
        let target = workspace.target("bench/peers");
        let mut build = Standalone::new(workspace, self.name).build(&target);
        build.args(["--examples", "--features", "contract"]);
        let built = super::cargo::run(build, true)?;
        // The folder is every peer's, and so are the names in it.
        let copied = |target: &str, name: &str| -> Result<PathBuf> {
            let component = workspace.target(&format!("bench/components/{name}.wasm"));
            let built = built.wasm(target)?;
            fs::create_dir_all(component.parent().context("it is in a folder")?)
                .and_then(|()| fs::copy(&built, &component))
                .with_context(|| format!("cannot write {}", component.display()))?;
            Ok(workspace.relative(&component).to_owned())
        };
        contender.component = Some(copied("contract", self.name)?);
        if self.many {
            contender.many = Some(copied("contract-many", &format!("{}-many", self.name))?);
        }
        Ok(())
    }

    /// The libraries' names and versions.
    fn library(&self, workspace: &Workspace) -> Result<String> {
        let manifest = Standalone::new(workspace, self.name).manifest();
        let options = ["--locked".to_owned(), "--offline".to_owned()];
        let mut command = MetadataCommand::new();
        // Dependencies of the contract app only are behind a feature.
        command.manifest_path(manifest).features(CargoOpt::AllFeatures).other_options(options);
        let metadata = command.exec()?;
        library(&metadata, &format!("bench-{}", self.name), self.libraries)
    }
}
