//! The components of `xtask/host/ecosystem/`: one for each crate that is promised to work in one.

use anyhow::Result;
use cargo_metadata::TargetKind;
use doorway_cli::cargo_build::Build;

use super::{artifact, install, read, report};
use crate::component;
use crate::table::Table;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;

/// The folder of the crate, which is not a member of the workspace.
pub(crate) const FOLDER: &str = "xtask/host/ecosystem";

const PACKAGE: &str = "doorway-ecosystem";

/// Builds them for WASI 0.2, in the dev profile: there are too many to optimise.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    eprintln!("building the components of {PACKAGE} …");
    let world = World::load(Wasi::P2)?;
    let manifest = format!("{FOLDER}/Cargo.toml");
    let artifacts = Build::new(Wasi::P2, PACKAGE, TargetKind::Example)
        .with(["--examples", "--manifest-path", &manifest])
        .into_folder("ecosystem")
        .artifacts(workspace)?;
    let mut table = Table::new(["component", "bytes", "world"]);
    let mut problems = Vec::new();
    for component in
        component::of_examples(&Workspace::of_folder(&workspace.path(FOLDER))?, &[PACKAGE])?
    {
        let bytes = artifact(&component, &artifacts).and_then(|artifact| read(&artifact.file));
        match bytes.and_then(|bytes| install(workspace, &world, &component, Wasi::P2, &bytes)) {
            Ok((bytes, world)) => table.row([component.name, bytes.to_string(), world]),
            Err(error) => problems.push(format!("{}: {error:#}", component.name)),
        }
    }
    report(&table, &problems)
}
