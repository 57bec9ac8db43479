//! `doorway compose`: components of WASI 0.3 that call each other, joined into one.
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

use crate::build::{self, How};
use crate::component::Crate;
use crate::compose::chain::Chain;
use crate::compose::link::Link;
use crate::failure::Failure;
use crate::table::Table;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;

/// Joins components of WASI 0.3 into one, each in front of the next
#[derive(Args)]
#[command(after_help = "Examples:
  doorway compose auth api                           two crates, built for WASI 0.3
  doorway compose auth.p3.wasm . -o all.wasm         a file in front of the crate in this folder")]
pub struct Options {
    /// Folders of crates, or files that end with .wasm: middlewares first, the service last
    #[arg(value_name = "COMPONENT")]
    pub parts: Vec<PathBuf>,
    /// Where to put the component; without it target/components/A+B+C.p3.wasm
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How crates are built.
    #[command(flatten)]
    pub how: How,
}

/// Builds the crates among the parts and writes the component that is all of them.
///
/// # Errors
///
/// When there are too few, one is no component of WASI 0.3, or they do not fit each other.
pub fn run(options: &Options) -> Result<()> {
    // Before anything is built.
    let names: Vec<_> = options.parts.iter().map(|part| part.display().to_string()).collect();
    chain::enough(&names)?;
    let mut links = Vec::new();
    let mut files = Vec::new();
    for (part, name) in options.parts.iter().zip(&names) {
        let file = component_file(part, Wasi::P3, &options.how)?;
        links.push(Link::read(name, build::read(&file)?)?);
        files.push(file);
    }
    let chain = chain::join(&links)?;
    let world = world(&chain)?;

    let destination = match &options.output {
        Some(file) => file.clone(),
        None => folder()?.join(Wasi::P3.file(&name(&files))),
    };
    write(&destination, &chain.bytes)
        .with_context(|| format!("cannot write {}", destination.display()))?;
    let mut table = Table::new(["component", "bytes", "world"]);
    table.row([destination.display().to_string(), chain.bytes.len().to_string(), world]);
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

/// The component that an argument names: a file, or the folder of a crate, which is built.
///
/// # Errors
///
/// When it is neither, or does not build.
pub fn component_file(part: &Path, wasi: Wasi, how: &How) -> Result<PathBuf> {
    if part.extension().is_some_and(|extension| extension == "wasm") {
        return match part.is_file() {
            true => Ok(part.to_owned()),
            false => Err(Failure::new(
                format!("there is no file {}", part.display()),
                "`doorway build` puts a crate's components into target/components",
            )
            .into()),
        };
    }
    if !part.is_dir() {
        return Err(Failure::new(
            format!("there is no folder {}", part.display()),
            "name the folder of a crate, or a component's file, which ends with .wasm",
        )
        .into());
    }
    let found = Crate::find(part, how.package.as_deref())?;
    Ok(build::build(&found, wasi, how)?.file)
}

/// `target/components` of the crate in the current folder, or else that folder.
fn folder() -> Result<PathBuf> {
    let here = std::env::current_dir()?;
    Ok(match Workspace::of_folder(&here) {
        Ok(workspace) => {
            let folder = workspace.target("components");
            folder.strip_prefix(&here).map(Path::to_owned).unwrap_or(folder)
        }
        Err(_) => PathBuf::new(),
    })
}

/// The world that a chain fits, measured as a built component is.
fn world(chain: &Chain) -> Result<String> {
    let world = match chain.is_open {
        true => World::named(Wasi::P3, Wasi::P3.world_of_middleware())?,
        false => World::load(Wasi::P3)?,
    };
    world.check_joined(&chain.bytes).context("what came of joining them")
}

/// `logger+hello`, from paths of components.
fn name(files: &[PathBuf]) -> String {
    let names = files.iter().map(|file| {
        let file = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
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
