//! `doorway inspect`: what a component is, what it asks of a host, and what its size is made of.

mod purpose;
mod sizes;

use anyhow::{Context, Result};
use cargo_metadata::TargetKind;
use clap::Args;

use crate::app::App;
use crate::build::{self, artifact};
use crate::cargo_build::{Build, TARGET};
use crate::component;
use crate::compose::component_file;
use crate::failure::Failure;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::world::{self, Surface, World};
use sizes::Sizes;

/// Shows a component's world, the purpose of each import, and its size by crate
#[derive(Args)]
#[command(after_help = "Examples:
  doorway inspect                                   the crate in this folder
  doorway inspect --wasi 0.3
  doorway inspect target/components/app.wasm        without the sizes, as it has no names")]
pub struct Options {
    #[command(flatten)]
    app: App,
}

/// Runs the command.
///
/// # Errors
///
/// When the crate does not build, or the file is no component.
pub fn run(options: &Options) -> Result<()> {
    let (name, bytes, declared) = match options.app.is_crate() {
        true => options.build()?,
        false => {
            let file = component_file(&options.app.path, Wasi::P2, &options.app.how)?;
            (file.display().to_string(), build::read(&file)?, Vec::new())
        }
    };
    print!("{}", text(&name, &bytes, &declared).with_context(|| name.clone())?);
    Ok(())
}

impl Options {
    /// Builds the crate as for release, but with the names of its functions in it.
    fn build(&self) -> Result<(String, Vec<u8>, Vec<String>)> {
        let found = self.app.find()?;
        let wasi = found.version(self.app.wasi);
        component::has_version(&found.component, wasi)?;
        toolchain::ensure_target(&found.workspace, TARGET)?;
        let keep_names = format!("profile.{}.strip=\"debuginfo\"", self.app.how.profile);
        let artifacts = Build::new(wasi, &found.component.package, TargetKind::CDyLib)
            .with(self.app.how.args())
            .with(["--config", &keep_names])
            .into_folder(match wasi {
                Wasi::P2 => "inspect",
                Wasi::P3 => "inspect/p3",
            })
            .artifacts(&found.workspace)?;
        let bytes = build::read(&artifact(&found.component, &artifacts)?.file)?;
        Ok((found.component.name, bytes, found.component.imports))
    }
}

/// The whole report.
fn text(name: &str, bytes: &[u8], declared: &[String]) -> Result<String> {
    let surface = world::surface(bytes)?;
    let mut text = format!("{name}\n  {}\n", world_of(&surface, bytes, declared)?);
    text += "\nexports\n";
    for export in &surface.exports {
        text += &format!("  {export}\n");
    }
    text += "\nimports\n";
    let width = surface.imports.iter().map(String::len).max().unwrap_or(0);
    for import in &surface.imports {
        text += &format!("  {import:width$}  {}\n", purpose::of(import));
    }
    text += "\nsize by crate, in bytes\n";
    let sizes = Sizes::of(bytes)?;
    if !sizes.has_names {
        text += "  unknown, as the file has no names of functions: inspect the crate's folder, which is built with them\n";
    }
    for (part, size) in &sizes.parts {
        text += &format!("  {size:>9}  {part}\n");
    }
    text += &format!("  {:>9}  all\n", bytes.len());
    Ok(text)
}

/// The world that it fits, or why it fits none.
fn world_of(surface: &Surface, bytes: &[u8], declared: &[String]) -> Result<String> {
    let wasi = Wasi::ALL.into_iter().find(|wasi| surface.handles(*wasi));
    let Some(wasi) = wasi else { return Ok("no HTTP component: it exports no handler".to_owned()) };
    let is_middleware =
        surface.imports.iter().any(|import| world::unversioned(import) == wasi.handler());
    let world = if is_middleware { wasi.world_of_middleware() } else { wasi.world() };
    match World::named(wasi, world)?.with_compatible_versions().check(bytes, declared) {
        Ok(world) => Ok(world),
        Err(error) if error.is::<Failure>() => Ok(format!("{error:#}")),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_component_is_an_error() {
        let error = text("a.wasm", b"hello", &[]).unwrap_err();
        assert!(crate::failure::report(&error).contains("help: build it"), "{error:?}");
    }
}
