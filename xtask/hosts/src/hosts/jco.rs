//! `jco serve`, of the Bytecode Alliance, on Node.

use std::path::Path;

use anyhow::Result;

use super::{Running, Wasi, free_port, program};
use crate::process::Process;

pub(super) async fn start(component: &Path, _wasi: Wasi) -> Result<Running> {
    let port = free_port()?.to_string();
    let mut command = program("JCO")?;
    command.arg("serve").arg(component).args(["--host", "127.0.0.1", "--port", &port]);
    let mut process = Process::start(command)?;
    process.says("Server listening").await?;
    Running::at(&format!("127.0.0.1:{port}"), process)
}
