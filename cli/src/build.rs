//! `doorway build`: a crate as a component for each version of WASI, measured against the world.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::TargetKind;
use clap::Args;

use crate::cargo_build::{Artifact, Build, TARGET};
use crate::component::{self, Component, Crate};
use crate::failure::Failure;
use crate::table::Table;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;

/// Builds a component for WASI 0.2 and one for 0.3, and checks that they import no more than hosts give
#[derive(Args)]
#[command(after_help = "Examples:
  doorway build                        both versions, into target/components
  doorway build --wasi 0.2             for WASI 0.2 alone
  doorway build --profile dev          quicker to build, larger and slower
  doorway build --warm                 with the app built now, and not for each instance")]
pub struct Options {
    /// The folder of the crate
    #[arg(default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    how: How,
    /// The version of WASI; without it both
    #[arg(long, value_name = "VERSION")]
    wasi: Option<Wasi>,
    /// Build by `cargo component`, for WASI 0.2, into cargo's own folder
    #[arg(long, conflicts_with_all = ["wasi", "warm"])]
    cargo_component: bool,
}

/// The crate to build, and how.
#[derive(Args, Clone, Debug)]
pub struct How {
    /// The package, in a workspace with several
    #[arg(short, long, value_name = "NAME")]
    pub package: Option<String>,
    /// Cargo features of the crate
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub features: Vec<String>,
    /// The profile of cargo
    #[arg(long, value_name = "NAME", default_value = "release")]
    pub profile: String,
    /// Build the app now, so that each instance of the component begins with the memory that results
    #[arg(long)]
    pub warm: bool,
}

/// A component that was built.
pub struct Built {
    /// Where it is.
    pub file: PathBuf,
    /// How many bytes it has.
    pub bytes: usize,
    /// The world that it fits.
    pub world: String,
}

/// Runs the command.
///
/// # Errors
///
/// When the crate does not build, or does not fit its world.
pub fn run(options: &Options) -> Result<()> {
    let found = Crate::find(&options.folder, options.how.package.as_deref())?;
    let built = match options.wasi {
        _ if options.cargo_component => vec![by_cargo_component(&found, &options.how)?],
        Some(wasi) => vec![build(&found, wasi, &options.how)?],
        None => {
            let versions = found.versions().into_iter();
            versions.map(|wasi| build(&found, wasi, &options.how)).collect::<Result<_>>()?
        }
    };
    let mut table = Table::new(["component", "bytes", "world"]);
    for built in built {
        let file = found.workspace.shown(&built.file).to_string();
        table.row([file, built.bytes.to_string(), built.world]);
    }
    print!("{table}");
    Ok(())
}

/// Builds one version of a crate into `target/components/`.
///
/// # Errors
///
/// When it cannot be built for that version, does not build, or does not fit its world.
pub fn build(found: &Crate, wasi: Wasi, how: &How) -> Result<Built> {
    let Crate { workspace, component, .. } = found;
    component::has_version(component, wasi)?;
    if how.warm {
        can_warm()?;
    }
    toolchain::ensure_target(workspace, TARGET)?;
    eprintln!("building {} for WASI {} …", component.name, wasi.name());
    let world = World::named(wasi, wasi.world_of(component))?.with_compatible_versions();
    let artifacts = Build::new(wasi, &component.package, TargetKind::CDyLib)
        .with(how.args())
        .with(how.warm.then_some(["--features", "doorway/warm"]).into_iter().flatten())
        .artifacts(workspace)?;
    let (bytes, world) = artifact(component, &artifacts)
        .and_then(|artifact| read(&artifact.file))
        .and_then(|bytes| if how.warm { warmed(component, &bytes) } else { Ok(bytes) })
        .and_then(|bytes| install(workspace, &world, component, wasi, &bytes))
        .with_context(|| wasi.file(&component.name))?;
    Ok(Built { file: destination(workspace, component, wasi), bytes, world })
}

/// Whether this `doorway` has wasmtime in it, which is asked before anything is built.
fn can_warm() -> Result<()> {
    if cfg!(feature = "serve") {
        return Ok(());
    }
    Err(Failure::new(
        "this `doorway` cannot warm a component: it has no wasmtime in it",
        "install it with its feature `serve`, which is on by default",
    )
    .into())
}

#[cfg(feature = "serve")]
fn warmed(component: &Component, bytes: &[u8]) -> Result<Vec<u8>> {
    eprintln!("warming {} …", component.name);
    crate::warm::warmed(bytes)
}

#[cfg(not(feature = "serve"))]
fn warmed(_: &Component, _: &[u8]) -> Result<Vec<u8>> {
    unreachable!("`can_warm` was asked first")
}

/// Builds a crate by `cargo component`, which leaves it in cargo's own folder.
fn by_cargo_component(found: &Crate, how: &How) -> Result<Built> {
    let Crate { workspace, component, .. } = found;
    component::has_version(component, Wasi::P2)?;
    toolchain::ensure_cargo_component()?;
    let artifacts = Build::new(Wasi::P2, &component.package, TargetKind::CDyLib)
        .with(how.args())
        .by_cargo_component()
        .artifacts(workspace)?;
    let artifact = artifact(component, &artifacts)?;
    let bytes = read(&artifact.file)?;
    let world = World::load(Wasi::P2)?;
    world.check_interfaces(&bytes, &component.imports).context(
        "its Cargo.toml needs `proxy = true` under [package.metadata.component] if it is to fit the world",
    )?;
    let world = Wasi::P2.world().to_owned();
    Ok(Built { file: artifact.file.clone(), bytes: bytes.len(), world })
}

/// The release profile of the package in the folder.
impl Default for How {
    fn default() -> Self {
        Self { package: None, features: Vec::new(), profile: "release".to_owned(), warm: false }
    }
}

impl How {
    /// The options of cargo.
    pub(crate) fn args(&self) -> Vec<String> {
        let mut args = vec!["--profile".to_owned(), self.profile.clone()];
        for features in &self.features {
            args.extend(["--features".to_owned(), features.clone()]);
        }
        args
    }
}

/// Checks a built component and puts it where it belongs; the result is its size and its world.
///
/// # Errors
///
/// When it does not fit the world, or cannot be written.
pub fn install(
    workspace: &Workspace,
    world: &World,
    component: &Component,
    wasi: Wasi,
    bytes: &[u8],
) -> Result<(usize, String)> {
    let world = world.check(bytes, &component.imports)?;
    let destination = destination(workspace, component, wasi);
    fs::create_dir_all(destination.parent().unwrap_or(Path::new("")))
        .and_then(|()| fs::write(&destination, bytes))
        .with_context(|| format!("cannot write {}", destination.display()))?;
    Ok((bytes.len(), world))
}

/// The file that was built of a component.
///
/// # Errors
///
/// When there is none.
pub fn artifact<'a>(component: &Component, artifacts: &'a [Artifact]) -> Result<&'a Artifact> {
    let found = match artifacts {
        [only] => Some(only),
        _ => artifacts.iter().find(|artifact| same_crate(&artifact.target, &component.name)),
    };
    found.context(
        "cargo built no .wasm library for it: its manifest needs crate-type = [\"cdylib\"] (a crate: under [lib], an \
         example: under its [[example]])",
    )
}

/// The bytes of a file.
///
/// # Errors
///
/// When it cannot be read.
pub fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Whether a target is the one of this name: a library's has underscores.
fn same_crate(target: &str, name: &str) -> bool {
    target.replace('-', "_") == name.replace('-', "_")
}

/// Where the component of that name is, once it is built.
pub fn destination(workspace: &Workspace, component: &Component, wasi: Wasi) -> PathBuf {
    workspace.target("components").join(wasi.file(&component.name))
}
