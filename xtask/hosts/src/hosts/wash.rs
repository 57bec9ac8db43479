//! `wash dev` and `wash host`, of wasmCloud.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tokio::process::Command;

use super::{Running, folder_with, free_port, program};
use crate::process::Process;
use crate::served::HOST;

/// The programs that a reader of the example uses, too.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/deploy/wasmcloud");

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

/// With NATS, a registry, and the order to serve the component, which every host has of its own.
pub(super) async fn host(component: &Path) -> Result<Running> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let port = free_port()?.to_string();
    let mut command = program("NATS_SERVER")?;
    command.args(["-a", "127.0.0.1", "-p", &port, "-js", "-sd"]).arg(folder.path());
    let mut nats = Process::start(command)?;
    nats.says("Server is ready").await.context("NATS")?;
    let nats_addr = format!("127.0.0.1:{port}");

    let file = component.to_str().context("the path of the component is not UTF-8")?;
    let mut registry = Process::start(python("registry.py", &[file, "app", "0"]))?;
    let registry_addr = registry.says("listening on ").await.context("the registry")?;

    // A host tells its id when it listens to orders.
    let control = |arguments: &[&str]| {
        let mut command = python("control.py", arguments);
        command.env("NATS", &nats_addr);
        Process::start(command)
    };
    let mut ids = control(&["hosts", "1"])?;
    ids.says("listening").await?;
    let addr = format!("127.0.0.1:{}", free_port()?);
    let url = format!("nats://{nats_addr}");
    let mut command = program("WASH")?;
    command.current_dir(folder.path()).env("HOME", folder.path()).env("NO_COLOR", "1");
    command.args(["host", "--non-interactive", "--allow-insecure-registries"]);
    command.args(["--http-addr", &addr, "--scheduler-nats-url", &url, "--data-nats-url", &url]);
    let mut process = Process::start(command)?;
    let id = process.says("host_id=\"").await?;
    let id = id.split('"').next().unwrap_or_default();
    ids.says(id).await?;

    let image = format!("{registry_addr}/app:latest");
    let order = ["start", id, "app", &image, HOST, "--allow", "127.0.0.1"];
    control(&order)?.says("STATE_RUNNING").await?;
    let mut running = Running { folder: Some(folder), ..Running::at(&addr, process)? };
    running.processes.extend([nats, registry]);
    Ok(running)
}

/// A program of the example.
fn python(file: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.arg("-u").arg(Path::new(EXAMPLE).join(file)).args(arguments);
    command
}
