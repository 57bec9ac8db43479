//! `cargo xtask build`: examples and test guests as components in `target/components/`, each measured against the world.

mod ecosystem;

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use anyhow::{Result, bail};
use cargo_metadata::TargetKind;
use doorway_cli::build::{artifact, install, read};
use doorway_cli::cargo_build::{Artifact, Build};
use doorway_cli::component::{Component, has_version};

use crate::component;
use crate::compose;
use crate::summary::Summary;
use crate::table::Table;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;
pub(crate) use doorway_cli::cargo_build::TARGET;
pub(crate) use ecosystem::FOLDER as ECOSYSTEM;

/// Builds the examples and test guests of these names, or everything, for one version of WASI or for both.
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
    let mut guests = component::guests(workspace)?;
    let wanted = match all {
        true => examples.iter().collect(),
        false => {
            guests.retain(|guest| names.contains(&guest.name));
            let is_guest = |name: &&String| guests.iter().any(|guest| guest.name == **name);
            let names = names.iter().filter(|name| !is_guest(name));
            names.map(|name| component::find(&examples, name)).collect::<Result<Vec<_>>>()?
        }
    };
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

/// The folder of an example, or the file that an argument names.
pub(crate) fn folder_or_file(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    if name.ends_with(".wasm") {
        return Ok(name.into());
    }
    let examples = component::examples(workspace)?;
    let found = component::find(&examples, name)?;
    Ok(workspace.path("examples").join(&found.name))
}

/// Builds examples and test guests of these names for these versions.
pub(crate) fn named(
    workspace: &Workspace,
    versions: &[Wasi],
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
    build(workspace, &examples, &all, versions)
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
    for built in of_each(versions, |wasi| build_for(wasi, workspace, examples, guests)) {
        let (rows, wrong) = built?;
        rows.into_iter().for_each(|row| table.row(row));
        problems.extend(wrong);
    }
    report(&table, &problems)
}

/// Both versions of WASI at once: each has a target folder of its own, and most of a build is one thread.
fn of_each<T: Send>(versions: &[Wasi], build: impl Fn(Wasi) -> T + Sync) -> Vec<T> {
    let build = &build;
    thread::scope(|scope| {
        let threads: Vec<_> =
            versions.iter().map(|&wasi| scope.spawn(move || build(wasi))).collect();
        let built = threads.into_iter().map(|thread| thread.join());
        built.map(|built| built.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// Prints the components that were built; it is an error if there are others.
fn report(table: &Table, problems: &[String]) -> Result<()> {
    print!("{table}");
    if !problems.is_empty() {
        bail!("{} of the components cannot be used:\n\n{}", problems.len(), problems.join("\n\n"));
    }
    Ok(())
}

/// Builds components for one version; the answer is a row for each, and what is wrong with the others.
fn build_for(
    wasi: Wasi,
    workspace: &Workspace,
    examples: &[&Component],
    guests: &[Component],
) -> Result<(Vec<[String; 3]>, Vec<String>)> {
    let world = World::load(wasi)?;
    let in_front = World::named(wasi, wasi.world_of_middleware())?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut install = |component: &Component, built: Result<Vec<Artifact>>| {
        let file = wasi.file(&component.name);
        let world = if component.is_middleware { &in_front } else { &world };
        let bytes = built.and_then(|artifacts| read(&artifact(component, &artifacts)?.file));
        match bytes.and_then(|bytes| install(workspace, world, component, wasi, &bytes)) {
            Ok((bytes, world)) => rows.push([file, bytes.to_string(), world]),
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
        let built = component::build(wasi, package).with(["--release"]);
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
    Ok((rows, problems))
}

/// Builds every example in the dev profile, each of which counts as a test.
///
/// Without link-time optimisation the linker takes more of std, so it may fail where a release build does not.
pub(crate) fn dev(workspace: &Workspace) -> Result<Summary> {
    toolchain::ensure_target(workspace, TARGET)?;
    let mut total = Summary::default();
    for summary in of_each(&Wasi::ALL, |wasi| dev_for(wasi, workspace)) {
        total += summary?;
    }
    Ok(total)
}

fn dev_for(wasi: Wasi, workspace: &Workspace) -> Result<Summary> {
    let mut summary = Summary::default();
    let world = World::load(wasi)?;
    let in_front = World::named(wasi, wasi.world_of_middleware())?;
    for example in component::examples(workspace)? {
        if !example.is_for(wasi) {
            continue;
        }
        let world = if example.is_middleware { &in_front } else { &world };
        let built = Build::new(wasi, &example.name, TargetKind::CDyLib)
            .artifacts(workspace)
            .and_then(|artifacts| {
                world.check(&read(&artifact(&example, &artifacts)?.file)?, &example.imports)
            });
        let name = format!("cargo build -p {} for WASI {}", example.name, wasi.name());
        summary.report(&name, built);
    }
    Ok(summary)
}
