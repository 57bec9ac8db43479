//! `cargo xtask build`: examples and test guests as components in `target/components/`, each measured against the world.

use std::fs;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::{Message, TargetKind};

use crate::command;
use crate::component::{self, Component};
use crate::summary::Summary;
use crate::table::Table;
use crate::toolchain;
use crate::workspace::Workspace;
use crate::world::Proxy;

/// The target that components are built for.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Builds the examples of these names, or everything.
pub(crate) fn run(workspace: &Workspace, names: &[String], all: bool) -> Result<()> {
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
    build(workspace, &wanted, &guests)
}

/// Builds one example; the answer is where its component is.
pub(crate) fn example(workspace: &Workspace, example: &Component) -> Result<PathBuf> {
    build(workspace, &[example], &[])?;
    Ok(destination(workspace, example))
}

/// Builds examples and test guests of these names.
pub(crate) fn named(workspace: &Workspace, examples: &[&str], guests: &[&str]) -> Result<()> {
    let all = component::examples(workspace)?;
    let examples =
        examples.iter().map(|name| component::find(&all, name)).collect::<Result<Vec<_>>>()?;
    let mut all = component::guests(workspace)?;
    if let Some(name) = guests.iter().find(|name| !all.iter().any(|guest| guest.name == **name)) {
        bail!("there is no test guest {name}; there are: {}", component::names(&all));
    }
    all.retain(|guest| guests.contains(&guest.name.as_str()));
    build(workspace, &examples, &all)
}

fn build(workspace: &Workspace, examples: &[&Component], guests: &[Component]) -> Result<()> {
    toolchain::ensure_target(workspace, TARGET)?;
    let proxy = Proxy::load(&workspace.path("wit/p2"))?;
    let mut table = Table::new(["component", "bytes", "world"]);
    let mut problems = Vec::new();
    let mut install = |component: &Component, built: Result<Vec<Artifact>>| match built
        .and_then(|artifacts| install(workspace, &proxy, component, &artifacts))
    {
        Ok((bytes, world)) => table.row([component.name.clone(), bytes.to_string(), world]),
        Err(error) => problems.push(format!("{}: {error:#}", component.name)),
    };

    for example in examples {
        eprintln!("building {} for {TARGET} …", example.name);
        // By itself: cargo would unify the features of examples that are built together.
        let what = ["--release", "--package", &example.package];
        install(example, artifacts(workspace, &what, &TargetKind::CDyLib));
    }
    let mut unbuilt = Vec::new();
    for package in component::GUESTS {
        let of_package: Vec<_> = guests.iter().filter(|guest| guest.package == package).collect();
        if of_package.is_empty() {
            continue;
        }
        eprintln!("building the test guests of {package} for {TARGET} …");
        // For the same reason one package after the other.
        let mut what = vec!["--release", "--package", package];
        what.extend(of_package.iter().flat_map(|guest| ["--example", &guest.name]));
        match artifacts(workspace, &what, &TargetKind::Example) {
            Ok(artifacts) => {
                of_package.into_iter().for_each(|guest| install(guest, Ok(artifacts.clone())));
            }
            Err(error) => unbuilt.push(format!("{package}: {error:#}")),
        }
    }
    problems.extend(unbuilt);

    print!("{table}");
    if !problems.is_empty() {
        bail!("{} of the components cannot be used:\n\n{}", problems.len(), problems.join("\n\n"));
    }
    Ok(())
}

/// Builds every example in the dev profile, each of which counts as a test.
///
/// Without link-time optimisation the linker takes more of std, so it may fail where a release build does not.
pub(crate) fn dev(workspace: &Workspace) -> Result<Summary> {
    toolchain::ensure_target(workspace, TARGET)?;
    let proxy = Proxy::load(&workspace.path("wit/p2"))?;
    let mut summary = Summary::default();
    for example in component::examples(workspace)? {
        let built = artifacts(workspace, &["--package", &example.name], &TargetKind::CDyLib)
            .and_then(|artifacts| proxy.check(&bytes(&example, &artifacts)?, &example.imports));
        summary.report(&format!("cargo build -p {} --target {TARGET}", example.name), built);
    }
    Ok(summary)
}

/// Builds a component that keeps names and lines, as profiles need them; else it is the same. The
/// answer is where it is, beside those that are fit for release.
pub(crate) fn with_lines(
    workspace: &Workspace,
    component: &Component,
    kind: &TargetKind,
) -> Result<PathBuf> {
    toolchain::ensure_target(workspace, TARGET)?;
    let folder = workspace.target("profile");
    let folder = folder.to_str().context("the path of the target folder is not UTF-8")?;
    let mut what = vec!["--release", "--target-dir", folder, "--package", &component.package];
    if *kind == TargetKind::Example {
        what.extend(["--example", &component.name]);
    }
    what.extend(["--config", "profile.release.strip=false", "--config", "profile.release.debug=1"]);
    let built = artifacts(workspace, &what, kind)?;
    let found = built.into_iter().find(|artifact| same_crate(&artifact.target, &component.name));
    found.map(|artifact| artifact.file).context("cargo built no component")
}

/// A file that cargo built.
#[derive(Clone)]
struct Artifact {
    target: String,
    file: PathBuf,
}

/// Runs `cargo build` for wasm; cargo itself tells which files came of it.
fn artifacts(workspace: &Workspace, what: &[&str], kind: &TargetKind) -> Result<Vec<Artifact>> {
    let mut command = command::cargo(workspace, ["build", "--target", TARGET]);
    command.args(what).arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo")?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("cargo has no stdout"))?;
    let mut found = Vec::new();
    for message in Message::parse_stream(BufReader::new(stdout)) {
        if let Message::CompilerArtifact(artifact) =
            message.context("cannot read what cargo says")?
            && artifact.target.kind.contains(kind)
        {
            let wasm =
                artifact.filenames.into_iter().filter(|file| file.extension() == Some("wasm"));
            found.extend(
                wasm.map(|file| Artifact {
                    target: artifact.target.name.clone(),
                    file: file.into(),
                }),
            );
        }
    }
    command::succeeded(&command, child.wait()?)?;
    Ok(found)
}

/// Checks a built component and puts it where it belongs; the answer is its size and its world.
fn install(
    workspace: &Workspace,
    proxy: &Proxy,
    component: &Component,
    artifacts: &[Artifact],
) -> Result<(usize, String)> {
    let bytes = bytes(component, artifacts)?;
    let world = proxy.check(&bytes, &component.imports)?;
    let destination = destination(workspace, component);
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
fn destination(workspace: &Workspace, component: &Component) -> PathBuf {
    workspace.target("components").join(format!("{}.wasm", component.name))
}
