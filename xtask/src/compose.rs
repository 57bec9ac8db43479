//! `cargo xtask compose`: components of WASI 0.3 that call each other, joined into one.
//!
//! The first stands in front: what it sends to the `wasi:http/handler` that it imports, the second handles, and so on.

mod chain;
mod link;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build;
use crate::compose::chain::Chain;
use crate::compose::link::Link;
use crate::table::Table;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;

#[derive(Args)]
pub(crate) struct Compose {
    /// Examples' names, or paths of components that end with .wasm: middlewares first, the service last
    #[arg(value_name = "COMPONENT")]
    parts: Vec<String>,
    /// Where to put the component; without it target/components/A+B+C.p3.wasm
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The chains that the tests serve.
const CHAINS: [&[&str]; 2] = [&["auth-chain", "json-api"], &["auth-chain", "auth-chain", "bodies"]];

/// Joins what the tests serve, of components that are built.
pub(crate) fn chains(workspace: &Workspace) -> Result<()> {
    for chain in CHAINS {
        let file = |name: &&str| {
            let file = workspace.target("components").join(Wasi::P3.file(name));
            file.to_string_lossy().into_owned()
        };
        run(workspace, &Compose { parts: chain.iter().map(file).collect(), output: None })?;
    }
    Ok(())
}

/// Builds the examples among the parts and writes the component that is all of them.
pub(crate) fn run(workspace: &Workspace, compose: &Compose) -> Result<()> {
    // Before anything is built.
    chain::enough(&compose.parts)?;
    let mut links = Vec::new();
    for part in &compose.parts {
        let file = build::example_or_file(workspace, part, Wasi::P3, "compose")?;
        let bytes =
            fs::read(&file).with_context(|| format!("cannot read {}", workspace.shown(&file)))?;
        links.push(Link::read(part, bytes)?);
    }
    let chain = chain::join(&links)?;
    let world = world(workspace.root(), &chain)?;

    let destination = match &compose.output {
        Some(file) => file.clone(),
        None => workspace.target("components").join(Wasi::P3.file(&name(&compose.parts))),
    };
    write(&destination, &chain.bytes)
        .with_context(|| format!("cannot write {}", destination.display()))?;
    let shown = match &compose.output {
        Some(file) => file.display().to_string(),
        None => workspace.shown(&destination).to_string(),
    };
    let mut table = Table::new(["component", "bytes", "world"]);
    table.row([shown, chain.bytes.len().to_string(), world]);
    print!("{table}");
    if chain.is_open {
        let last = links.last().map_or("", |link| link.name);
        eprintln!(
            "{last}, the last, imports a handler itself, so all of them are one middleware: it is served only with a \
             service behind it"
        );
    }
    Ok(())
}

/// The world that a chain fits, measured as a built component is.
fn world(root: &Path, chain: &Chain) -> Result<String> {
    let world = match chain.is_open {
        true => World::named(root, Wasi::P3, Wasi::P3.world_of_middleware())?,
        false => World::load(root, Wasi::P3)?,
    };
    world.check_joined(&chain.bytes).context("what came of joining them")
}

/// `logger+hello`, from names of examples and paths of components.
fn name(parts: &[String]) -> String {
    let names = parts.iter().map(|part| {
        let file = Path::new(part).file_name().unwrap_or(part.as_ref()).to_string_lossy();
        let name = file.strip_suffix(".wasm").unwrap_or(&file);
        name.strip_suffix(".p3").unwrap_or(name).to_owned()
    });
    names.collect::<Vec<_>>().join("+")
}

fn write(destination: &Path, bytes: &[u8]) -> Result<()> {
    // A bare file name has a parent, too: the empty one, which is there.
    match destination.parent() {
        Some(folder) if folder.file_name().is_some() => fs::create_dir_all(folder)?,
        _ => {}
    }
    if destination.is_dir() {
        bail!("it is a folder");
    }
    Ok(fs::write(destination, bytes)?)
}
