//! The other way to build: each example has to build by `cargo component` as well.
//!
//! It builds for `wasm32-wasip1` and joins the module with an adapter. `[package.metadata.component] proxy = true` makes
//! that the adapter which needs no more than the proxy world.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use doorway_cli::component::Component;

use crate::cargo_tool::COMPONENT;
use crate::command;
use crate::component;
use crate::summary::Summary;
use crate::toolchain;
use crate::wasi::Wasi;
use crate::workspace::Workspace;
use crate::world::World;

/// Its default target.
const TARGET: &str = "wasm32-wasip1";

/// The variable that tells the tests of `doorway` where the program is.
pub(crate) const VARIABLE: &str = "CARGO_COMPONENT";

/// Builds every example by `cargo component`, each of which counts as a test.
pub(crate) fn run(workspace: &Workspace) -> Result<Summary> {
    let mut examples = component::examples(workspace)?;
    // Its adapter is one of WASI 0.2.
    examples.retain(|example| example.is_for(Wasi::P2));
    toolchain::ensure_target(workspace, TARGET)?;
    let tool = COMPONENT.prepare(workspace)?;
    let proxy = World::load(Wasi::P2)?;
    let mut summary = Summary::default();
    for example in &examples {
        let built = build(workspace, &tool, &proxy, example);
        summary.report(&format!("cargo component build -p {}", example.name), built);
    }
    Ok(summary)
}

fn build(workspace: &Workspace, tool: &Path, proxy: &World, example: &Component) -> Result<()> {
    let mut command = command::program(workspace, tool);
    command::run(command.args(["component", "build", "--package", &example.name]))?;

    let file = format!("{TARGET}/debug/{}.wasm", example.name.replace('-', "_"));
    let file = workspace.target(&file);
    let bytes = fs::read(&file).with_context(|| format!("it built no {}", file.display()))?;
    if let Err(error) = proxy.check_interfaces(&bytes, &example.imports) {
        bail!("{error:#}\nits Cargo.toml needs `proxy = true` under [package.metadata.component]");
    }
    Ok(())
}
