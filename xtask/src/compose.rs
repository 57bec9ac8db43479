//! `cargo xtask compose`: `doorway compose` with the examples by their names.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use doorway_cli::build::How;
use doorway_cli::compose::{Options, run as compose};

use crate::build;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

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
const CHAINS: [&[&str]; 3] = [
    &["auth-chain", "json-api"],
    &["auth-chain", "auth-chain", "bodies"],
    &["touching", "touching", "bodies"],
];

/// Joins the components that the tests serve, which are built.
pub(crate) fn chains(workspace: &Workspace) -> Result<()> {
    for chain in CHAINS {
        let file = |name: &&str| workspace.target("components").join(Wasi::P3.file(name));
        join(chain.iter().map(file).collect(), None)?;
    }
    Ok(())
}

/// Builds the examples among the parts and writes the component that is all of them.
pub(crate) fn run(workspace: &Workspace, compose: &Compose) -> Result<()> {
    let parts = compose.parts.iter().map(|part| build::folder_or_file(workspace, part));
    join(parts.collect::<Result<_>>()?, compose.output.clone())
}

fn join(parts: Vec<PathBuf>, output: Option<PathBuf>) -> Result<()> {
    compose(&Options { parts, output, how: How::default() })
}
