//! `wash dev`, of wasmCloud.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::{Running, folder_with, free_port, program};
use crate::process::Process;

/// Without a workload all requests of the component are denied, and with one that names no hosts all are allowed.
const CONFIG: &str = "build:
  command: \"true\"
  component_path: component.wasm
workload:
  environment:
    config: {}
";

pub(super) async fn dev(component: &Path) -> Result<Running> {
    let (folder, _) = folder_with(component, "component.wasm")?;
    let addr = format!("127.0.0.1:{}", free_port()?);
    fs::create_dir(folder.path().join(".wash"))?;
    let config = format!("{CONFIG}dev:\n  address: {addr}\n");
    fs::write(folder.path().join(".wash/config.yaml"), config)?;
    let mut command = program("WASH")?;
    // Its caches are in the home folder.
    command.current_dir(folder.path()).env("HOME", folder.path()).env("NO_COLOR", "1");
    command.args(["dev", "--non-interactive"]);
    let mut process = Process::start(command)?;
    // The port is open before the component is there.
    process.says("listening for HTTP requests").await?;
    Ok(Running { folder: Some(folder), ..Running::at(&addr, process)? })
}
