//! `jco serve`, of the Bytecode Alliance, on Node.js.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Running, free_port, program};
use crate::process::Process;

pub(super) async fn start(component: &Path) -> Result<Running> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let port = free_port()?.to_string();
    let mut command = program("JCO")?;
    command.arg("serve").arg(component).args(["--host", "127.0.0.1", "--port", &port]);
    // It leaves the code that it makes in a folder there.
    command.env("TMPDIR", folder.path());
    let mut process = Process::start(command)?;
    process.says("Server listening").await?;
    Ok(Running { folder: Some(folder), ..Running::at(&format!("127.0.0.1:{port}"), process)? })
}
