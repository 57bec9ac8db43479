//! `cargo xtask hosts`: builds the components that hosts are asked by, installs the hosts, and starts `doorway-hosts`, the
//! crate that asks.

use std::ffi::OsString;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build;
use crate::command::{self, cargo};
use crate::doorway;
use crate::node::{self, JCO};
use crate::python::{NATS, NODE, WASH, WASMTIME};
use crate::summary::Summary;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The crate, and the program.
const PROGRAM: &str = "doorway-hosts";

/// The example and the test guests that hosts serve.
const EXAMPLE: &str = "sse";
const GUESTS: [&str; 6] = ["table", "bodies", "faults", "client", "tasks", "shared"];

/// The hosts that `cargo xtask test` asks. The embedded one has tests of its own.
const IN_TESTS: [&str; 4] = ["wasmtime", "jco", "wash-dev", "wash-host"];

#[derive(Args)]
pub(crate) struct Hosts {
    /// The hosts: wasmtime, jco, wash-dev, wash-host, embedded; without one all
    hosts: Vec<String>,
    /// The version of WASI; without it both
    #[arg(long, value_name = "VERSION")]
    wasi: Option<Wasi>,
    /// Compare with docs/hosts.md, which stays as it is; fail where a cell differs
    #[arg(long)]
    check: bool,
    /// Ask only what has this text in its row, and print it
    #[arg(long, value_name = "TEXT", conflicts_with = "check")]
    only: Option<String>,
}

impl Hosts {
    /// Whether this host is asked.
    fn has(&self, name: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|host| host == name)
    }
}

/// Builds and installs, then hands over to the program that asks; the exit code is its.
pub(crate) fn run(workspace: &Workspace, options: &Hosts) -> Result<ExitCode> {
    let versions = options.wasi.as_ref().map_or(&Wasi::ALL[..], std::slice::from_ref);
    build::named(workspace, versions, &[EXAMPLE], &GUESTS)?;
    let mut hosts = asking(workspace, options)?;
    let status = hosts.status();
    let status = status.with_context(|| format!("cannot start `{}`", command::shown(&hosts)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares the hosts that `cargo xtask test` asks with the page, with the components that are there.
pub(crate) fn check(workspace: &Workspace) -> Result<Summary> {
    let hosts = IN_TESTS.map(str::to_owned).to_vec();
    let options = Hosts { hosts, wasi: None, check: true, only: None };
    let mut hosts = asking(workspace, &options)?;
    let output = hosts.stdout(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start `{}`", command::shown(&hosts)))?;
    if !output.status.success() {
        // Which cells differ is in the summary at the end, too.
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(Summary { passed: 1, ..Summary::default() })
}

/// The program that asks, with the components that are there.
fn asking(workspace: &Workspace, options: &Hosts) -> Result<Command> {
    let mut programs: Vec<(&str, OsString)> = Vec::new();
    if options.has("wasmtime") {
        programs.push((WASMTIME.variable, WASMTIME.prepare(workspace)?.into()));
    }
    if options.has("jco") {
        let node = NODE.prepare(workspace)?;
        programs.push((JCO.variable, JCO.prepare(workspace, &node)?.into()));
        programs.push(("PATH", node::path(&node)?));
        programs.push((NODE.variable, node.into()));
    }
    if options.has("wash-dev") || options.has("wash-host") {
        programs.push((WASH.variable, WASH.prepare(workspace)?.into()));
    }
    if options.has("wash-host") {
        programs.push((NATS.variable, NATS.prepare(workspace)?.into()));
    }
    if options.has("embedded") {
        programs.push(("DOORWAY", doorway::command(workspace)?.into()));
    }
    let mut hosts = cargo(workspace, ["run", "--quiet", "--package", PROGRAM, "--"]);
    hosts.args(&options.hosts).args(options.check.then_some("--check"));
    hosts.args(options.wasi.map(|wasi| format!("--wasi={}", wasi.name())));
    hosts.args(options.only.as_ref().map(|text| format!("--only={text}")));
    hosts.arg("--components").arg(workspace.target("components"));
    hosts.arg("--page").arg(workspace.path("docs/hosts.md")).envs(programs);
    Ok(hosts)
}
