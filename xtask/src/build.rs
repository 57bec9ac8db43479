//! `cargo xtask build`: examples and test guests as components in `target/components/`, each measured against the world.

mod cargo;
mod ecosystem;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::TargetKind;

use crate::component::{self, Component};
use crate::compose;
use crate::summary::Summary;
use crate::table::Table;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;
use cargo::{Artifact, Build};
pub(crate) use ecosystem::FOLDER as ECOSYSTEM;

/// The target that components are built for.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Builds the examples of these names, or everything, for one version of WASI or for both.
pub(crate) fn run(
    workspace: &Workspace,
    names: &[String],
    all: bool,
    wasi: Option<Wasi>,
) -> Result<()> {
    let examples = component::examples(workspace)?;
    if names.is_empty() && !all {
        bail!("name an example, or say --all; there are: {}", component::names(&examples));
    }
    let wanted = match all {
        true => examples.iter().collect(),
        false => {
            names.iter().map(|name| component::find(&examples, name)).collect::<Result<Vec<_>>>()?
        }
    };
    let guests = if all { component::guests(workspace)? } else { Vec::new() };
    if let Some(twice) =
        guests.iter().find(|guest| examples.iter().any(|example| example.name == guest.name))
    {
        bail!("{} is the name of an example and of a test guest: rename the guest", twice.name);
    }
    if !all && let Some(wasi) = wasi {
        wanted.iter().try_for_each(|example| has_version(example, wasi))?;
    }
    match wasi {
        Some(wasi) => build(workspace, &wanted, &guests, &[wasi])?,
        None => build(workspace, &wanted, &guests, &Wasi::ALL)?,
    }
    if all && wasi != Some(Wasi::P3) {
        ecosystem::build(workspace)?;
    }
    if all && wasi != Some(Wasi::P2) { compose::chains(workspace) } else { Ok(()) }
}

fn has_version(example: &Component, wasi: Wasi) -> Result<()> {
    if !example.is_for(wasi) {
        bail!(
            "{} stands in front of other components, and WASI {} has none: `cargo xtask compose {} json-api` builds it \
             for WASI 0.3 and joins it with one",
            example.name,
            wasi.name(),
            example.name
        );
    }
    Ok(())
}

/// Builds one example; the answer is where its component is.
pub(crate) fn example(workspace: &Workspace, example: &Component, wasi: Wasi) -> Result<PathBuf> {
    has_version(example, wasi)?;
    build(workspace, &[example], &[], &[wasi])?;
    Ok(destination(workspace, example, wasi))
}

/// The component that an argument of a command names, built if it is an example.
pub(crate) fn example_or_file(
    workspace: &Workspace,
    name: &str,
    wasi: Wasi,
    command: &str,
) -> Result<PathBuf> {
    if !name.ends_with(".wasm") {
        let examples = component::examples(workspace)?;
        let found = component::find(&examples, name).with_context(|| {
            format!(
                "`cargo xtask {command}` takes an example's name, or the path of a component that ends with .wasm"
            )
        })?;
        return example(workspace, found, wasi);
    }
    // The whole path: the server runs in the repository's folder, this program wherever it was called.
    let Ok(file) = Path::new(name).canonicalize() else {
        bail!(
            "there is no file {name}: `cargo xtask build` puts the examples' components into target/components"
        );
    };
    Ok(file)
}

/// Builds examples and test guests of these names for one version.
pub(crate) fn named(
    workspace: &Workspace,
    wasi: Wasi,
    examples: &[&str],
    guests: &[&str],
) -> Result<()> {
    let all = component::examples(workspace)?;
    let examples =
        examples.iter().map(|name| component::find(&all, name)).collect::<Result<Vec<_>>>()?;
    let mut all = component::guests(workspace)?;
    if let Some(name) = guests.iter().find(|name| !all.iter().any(|guest| guest.name == **name)) {
        bail!("there is no test guest {name}; there are: {}", component::names(&all));
    }
    all.retain(|guest| guests.contains(&guest.name.as_str()));
    build(workspace, &examples, &all, &[wasi])
}

fn build(
    workspace: &Workspace,
    examples: &[&Component],
    guests: &[Component],
    versions: &[Wasi],
) -> Result<()> {
    toolchain::ensure_target(workspace, TARGET)?;
    let mut table = Table::new(["component", "bytes", "world"]);
    let mut problems = Vec::new();
    for wasi in versions {
        problems.extend(build_for(*wasi, workspace, examples, guests, &mut table)?);
    }
    report(&table, &problems)
}

/// Prints the components that were built; it is an error if there are others.
fn report(table: &Table, problems: &[String]) -> Result<()> {
    print!("{table}");
    if !problems.is_empty() {
        bail!("{} of the components cannot be used:\n\n{}", problems.len(), problems.join("\n\n"));
    }
    Ok(())
}

/// Builds components for one version; the answer is what is wrong with them.
fn build_for(
    wasi: Wasi,
    workspace: &Workspace,
    examples: &[&Component],
    guests: &[Component],
    table: &mut Table,
) -> Result<Vec<String>> {
    let world = World::load(workspace.root(), wasi)?;
    let in_front = World::named(workspace.root(), wasi, wasi.world_of_middleware())?;
    let mut problems = Vec::new();
    let mut install = |component: &Component, built: Result<Vec<Artifact>>| {
        let file = wasi.file(&component.name);
        let world = if component.is_middleware { &in_front } else { &world };
        match built.and_then(|artifacts| install(workspace, world, component, wasi, &artifacts)) {
            Ok((bytes, world)) => table.row([file, bytes.to_string(), world]),
            Err(error) => problems.push(format!("{file}: {error:#}")),
        }
    };

    for example in examples.iter().filter(|example| example.is_for(wasi)) {
        eprintln!("building {} for WASI {} …", example.name, wasi.name());
        // By itself: cargo would unify the features of examples that are built together.
        let built = Build::new(wasi, &example.package, TargetKind::CDyLib).with(["--release"]);
        install(example, built.artifacts(workspace));
    }
    let mut unbuilt = Vec::new();
    for package in component::GUESTS {
        let of_package: Vec<_> = guests.iter().filter(|guest| guest.package == package).collect();
        if of_package.is_empty() || !component::is_for(package, wasi) {
            continue;
        }
        eprintln!("building the test guests of {package} for WASI {} …", wasi.name());
        // For the same reason one package after the other.
        let built = Build::new(wasi, package, TargetKind::Example).with(["--release"]);
        let built =
            built.with(of_package.iter().flat_map(|guest| ["--example", guest.name.as_str()]));
        match built.artifacts(workspace) {
            Ok(artifacts) => {
                of_package.into_iter().for_each(|guest| install(guest, Ok(artifacts.clone())));
            }
            Err(error) => unbuilt.push(format!("{package}: {error:#}")),
        }
    }
    problems.extend(unbuilt);
    Ok(problems)
}

/// Arguments of cargo for components in the dev profile. The workspace optimises dependencies in it, which wasmtime needs;
/// here it would take twice as long, and users' dependencies are not optimised either.
pub(crate) const DEV: [&str; 2] = ["--config", "profile.dev.package.\"*\".opt-level=0"];

/// Builds every example in the dev profile, each of which counts as a test.
///
/// Without link-time optimisation the linker takes more of std, so it may fail where a release build does not.
pub(crate) fn dev(workspace: &Workspace) -> Result<Summary> {
    toolchain::ensure_target(workspace, TARGET)?;
    let mut summary = Summary::default();
    for wasi in Wasi::ALL {
        let world = World::load(workspace.root(), wasi)?;
        let in_front = World::named(workspace.root(), wasi, wasi.world_of_middleware())?;
        for example in component::examples(workspace)? {
            if !example.is_for(wasi) {
                continue;
            }
            let world = if example.is_middleware { &in_front } else { &world };
            let built = Build::new(wasi, &example.name, TargetKind::CDyLib)
                .with(DEV)
                .artifacts(workspace)
                .and_then(|artifacts| world.check(&bytes(&example, &artifacts)?, &example.imports));
            let name = format!("cargo build -p {} for WASI {}", example.name, wasi.name());
            summary.report(&name, built);
        }
    }
    Ok(summary)
}

/// Checks a built component and puts it where it belongs; the answer is its size and its world.
fn install(
    workspace: &Workspace,
    world: &World,
    component: &Component,
    wasi: Wasi,
    artifacts: &[Artifact],
) -> Result<(usize, String)> {
    let bytes = bytes(component, artifacts)?;
    let world = world.check(&bytes, &component.imports)?;
    let destination = destination(workspace, component, wasi);
    fs::create_dir_all(destination.parent().expect("it is in a folder"))
        .and_then(|()| fs::write(&destination, &bytes))
        .with_context(|| format!("cannot write {}", destination.display()))?;
    Ok((bytes.len(), world))
}

fn bytes(component: &Component, artifacts: &[Artifact]) -> Result<Vec<u8>> {
    let artifact = artifacts.iter().find(|artifact| same_crate(&artifact.target, &component.name));
    let artifact = artifact.context(
        "cargo built no .wasm library for it: its manifest needs crate-type = [\"cdylib\"] \
         (examples: under [lib], guests: under their [[example]])",
    )?;
    fs::read(&artifact.file).with_context(|| format!("cannot read {}", artifact.file.display()))
}

/// Whether a target is the one of this name: a library's has underscores.
fn same_crate(target: &str, name: &str) -> bool {
    target.replace('-', "_") == name.replace('-', "_")
}

/// Where the component of that name is, once it is built.
fn destination(workspace: &Workspace, component: &Component, wasi: Wasi) -> PathBuf {
    workspace.target("components").join(wasi.file(&component.name))
}
