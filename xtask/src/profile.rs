//! `cargo xtask profile`: where the fuel of a request goes, by function.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::TargetKind;
use clap::Args;

use crate::bench::PROGRAM;
use crate::build;
use crate::command;
use crate::component::{self, Component};
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The request whose picture stands in `ARCHITECTURE.md`.
const PICTURE: [&str; 3] = ["contract", "GET", "/users/1/posts/2"];

#[derive(Args)]
pub(crate) struct Profile {
    /// An example, a test guest, or the path of a component that ends with .wasm
    #[arg(default_value = PICTURE[0])]
    app: String,
    /// The version of WASI
    #[arg(long, value_name = "VERSION", default_value = "0.2", conflicts_with = "write_picture")]
    wasi: Wasi,
    /// Method, path and options: see `doorway-bench profile --help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
    /// Draw the picture in ARCHITECTURE.md again
    #[arg(long, conflicts_with_all = ["app", "args"])]
    write_picture: bool,
}

/// Builds the component with names and lines, and has it profiled.
pub(crate) fn run(workspace: &Workspace, profile: &Profile) -> Result<()> {
    let file = component(workspace, &profile.app, profile.wasi)?;
    let mut cargo =
        command::cargo(workspace, ["run", "--quiet", "--package", PROGRAM, "--", "profile"]);
    cargo.arg(file).args(&profile.args);
    if profile.write_picture {
        cargo
            .args(&PICTURE[1..])
            .arg("--picture")
            .arg("--write")
            .arg(workspace.path("ARCHITECTURE.md"));
        cargo.args(["--command", "cargo xtask profile --write-picture"]);
    }
    command::run(&mut cargo)
}

fn component(workspace: &Workspace, app: &str, wasi: Wasi) -> Result<PathBuf> {
    if app.ends_with(".wasm") {
        // The other program runs in the repository's folder.
        return Path::new(app).canonicalize().with_context(|| format!("there is no file {app}"));
    }
    let examples = component::examples(workspace)?;
    let guests = component::guests(workspace)?;
    let is_wanted =
        |guest: &&Component| guest.name == app && component::is_for(&guest.package, wasi);
    match guests.iter().find(is_wanted) {
        Some(guest) => build::with_lines(workspace, guest, TargetKind::Example, wasi),
        None => {
            let example = component::find(&examples, app)?;
            build::with_lines(workspace, example, TargetKind::CDyLib, wasi)
        }
    }
}
