//! The hosts, and how each is started.

use std::env;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result};
use clap::ValueEnum;
use tempfile::TempDir;
use tokio::process::Command;

use crate::process::Process;

mod jco;
mod wash;

/// A version of WASI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wasi {
    #[value(name = "0.2")]
    P2,
    #[value(name = "0.3")]
    P3,
}

impl Wasi {
    pub(crate) const ALL: [Self; 2] = [Self::P2, Self::P3];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::P2 => "0.2",
            Self::P3 => "0.3",
        }
    }

    /// The file of a component in the folder of all.
    pub(crate) fn file(self, guest: &str) -> String {
        match self {
            Self::P2 => format!("{guest}.wasm"),
            Self::P3 => format!("{guest}.p3.wasm"),
        }
    }
}

/// A host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Host {
    /// `wasmtime serve`
    Wasmtime,
    /// `jco serve`
    Jco,
    /// `wash dev`
    WashDev,
    /// `wash host`
    #[expect(clippy::enum_variant_names, reason = "it is the name of the command")]
    WashHost,
    /// `doorway serve`
    Embedded,
}

/// A host that serves a component.
pub(crate) struct Running {
    pub(crate) addr: SocketAddr,
    /// Of the host's, the first is the one that runs components.
    pub(crate) processes: Vec<Process>,
    /// Where it keeps its files, until it has ended.
    #[expect(dead_code, reason = "it is removed when this is dropped")]
    folder: Option<TempDir>,
}

impl Host {
    pub(crate) const ALL: [Self; 5] =
        [Self::Wasmtime, Self::Jco, Self::WashDev, Self::WashHost, Self::Embedded];

    /// The command that one types.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Wasmtime => "wasmtime serve",
            Self::Jco => "jco serve",
            Self::WashDev => "wash dev",
            Self::WashHost => "wash host",
            Self::Embedded => "doorway serve",
        }
    }

    /// The versions of WASI that it serves components of.
    pub(crate) fn versions(self) -> &'static [Wasi] {
        match self {
            Self::Jco => &[Wasi::P2],
            _ => &Wasi::ALL,
        }
    }

    /// The host of that command.
    pub(crate) fn of_command(command: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.command() == command)
    }

    /// The version, as the program tells it.
    pub(crate) async fn version(self) -> Result<String> {
        let programs: &[_] = match self {
            Self::Wasmtime => &[("WASMTIME", "wasmtime")],
            Self::Jco => &[("JCO", "jco"), ("NODE", "Node.js")],
            Self::WashDev => &[("WASH", "wash")],
            Self::WashHost => &[("WASH", "wash"), ("NATS_SERVER", "NATS")],
            Self::Embedded => &[("DOORWAY", "doorway")],
        };
        let mut versions = Vec::new();
        for (variable, name) in programs {
            let output = program(variable)?.arg("--version").output().await;
            let output = output.with_context(|| format!("cannot start {name}"))?;
            let text = String::from_utf8_lossy(&output.stdout);
            let mut words = text.split_whitespace().map(|word| word.trim_start_matches('v'));
            let number = words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
            versions.push(format!("{name} {}", number.unwrap_or("?")));
        }
        Ok(versions.join(" on "))
    }

    /// Serves a component.
    pub(crate) async fn start(self, component: &Path) -> Result<Running> {
        match self {
            Self::Wasmtime => wasmtime(component).await,
            Self::Jco => jco::start(component).await,
            Self::WashDev => wash::dev(component).await,
            Self::WashHost => wash::host(component).await,
            Self::Embedded => embedded(component).await,
        }
    }
}

/// The program that `cargo xtask hosts` has found or installed.
fn program(variable: &str) -> Result<Command> {
    let program = env::var_os(variable).with_context(|| {
        format!("{variable} names no program: start this as `cargo xtask hosts`")
    })?;
    Ok(Command::new(program))
}

async fn wasmtime(component: &Path) -> Result<Running> {
    let mut command = program("WASMTIME")?;
    command.args(["serve", "--addr", "127.0.0.1:0"]);
    command.arg(component);
    let mut process = Process::start(command)?;
    let url = process.says("http://").await?;
    Running::at(url.trim_end_matches('/'), process)
}

async fn embedded(component: &Path) -> Result<Running> {
    let mut command = program("DOORWAY")?;
    command.arg("serve").arg(component).args(["--addr", "127.0.0.1:0"]);
    let mut process = Process::start(command)?;
    let addr = process.says("://").await?;
    Running::at(&addr, process)
}

impl Running {
    /// Whether the process still runs that serves components.
    pub(crate) fn runs(&mut self) -> bool {
        self.processes.first_mut().is_some_and(Process::runs)
    }

    fn at(addr: &str, process: Process) -> Result<Self> {
        let addr = addr.parse().with_context(|| format!("{addr:?} is no address"))?;
        Ok(Self { addr, processes: vec![process], folder: None })
    }
}

/// A free port, for hosts that choose none themselves. It is below those that other listeners get by themselves.
fn free_port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 500).unwrap_or(0) * 16;
    let ports = std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed)).take(1000);
    let mut ports = ports.map(|at| first + at % 4000);
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.find(is_free).context("no port is free")
}

/// A folder with a copy of the component as `name`.
fn folder_with(component: &Path, name: &str) -> Result<(TempDir, PathBuf)> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let copy = folder.path().join(name);
    fs::copy(component, &copy).with_context(|| {
        format!("cannot copy {}; `cargo xtask hosts` builds it", component.display())
    })?;
    Ok((folder, copy))
}
