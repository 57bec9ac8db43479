//! The servers that are measured: one host or several, with each store.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::process::{Ports, Process};
use super::programs::Programs;
use crate::workspace::Workspace;

/// A free port for a server of HTTP.
const HTTP: &str = "--addr=127.0.0.1:0";

/// A server that is measured.
pub(super) struct Server {
    pub(super) name: String,
    /// `HOST:PORT`.
    pub(super) addr: String,
}

/// All servers, which end with this.
pub(super) struct Servers<'a> {
    programs: &'a Programs,
    /// The scripts of the deployments.
    scripts: PathBuf,
    /// Data and logs.
    folder: PathBuf,
    ports: Ports,
    processes: Vec<Process>,
    /// Those that could not be started, with the reason.
    pub(super) left_out: Vec<String>,
}

/// A component, and a request that it answers with 2xx.
#[derive(Clone, Copy)]
struct App<'a> {
    component: &'a Path,
    check: &'static str,
}

impl<'a> Servers<'a> {
    pub(super) fn new(workspace: &Workspace, programs: &'a Programs, folder: &Path) -> Self {
        Self {
            programs,
            scripts: workspace.path("examples/deploy"),
            folder: folder.to_owned(),
            ports: Ports::new(),
            processes: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// The servers of an app that keeps nothing.
    pub(super) fn of_hello(&mut self) -> Vec<Server> {
        let app = App { component: &self.programs.hello, check: "/" };
        let mut servers = Vec::new();
        self.add(&mut servers, "`doorway serve`", |all| all.serve(app, &[HTTP]));
        for workers in 1..=2 {
            let name = format!("wRPC: `doorway gateway`, {}", counted(workers, "worker"));
            self.add(&mut servers, &name, |all| all.wrpc(app, workers));
        }
        for hosts in 1..=3 {
            let name = format!("nginx, {}", counted(hosts, "host"));
            self.add(&mut servers, &name, |all| all.nginx(app, hosts));
        }
        self.add(&mut servers, "wasmCloud, 1 host without nginx", |all| {
            let front = all.wasmcloud(app, 1)?;
            Ok(fs::read_to_string(front.folder.join("hosts/host-1/addr"))?.trim().to_owned())
        });
        self.add_wasmcloud(&mut servers, app, "wasmCloud, nginx");
        servers
    }

    /// The servers of an app that keeps its todos in a store.
    pub(super) fn of_json_api(&mut self) -> Vec<Server> {
        let app = App { component: &self.programs.json_api, check: "/todos?per_page=1" };
        let mut servers = Vec::new();
        self.add(&mut servers, "1 host, memory", |all| {
            all.serve(app, &[HTTP, "--keyvalue=memory"])
        });
        self.add(&mut servers, "1 host, file", |all| {
            let data = format!("--data={}", all.folder.join("data").display());
            all.serve(app, &[HTTP, &data])
        });
        for when in ["everysec", "always"] {
            self.add(&mut servers, &format!("1 host, Redis (`{when}`)"), |all| {
                let port = all.redis(when)?;
                all.serve(app, &[HTTP, &format!("--keyvalue=redis://127.0.0.1:{port}")])
            });
        }
        self.add(&mut servers, "1 host, NATS", |all| {
            let port = all.nats()?;
            all.serve(app, &[HTTP, &format!("--keyvalue=nats://127.0.0.1:{port}")])
        });
        for hosts in 1..=3 {
            let name = format!("nginx, {}, Redis (`always`)", counted(hosts, "host"));
            self.add(&mut servers, &name, |all| all.nginx(app, hosts));
        }
        self.add_wasmcloud(&mut servers, app, "wasmCloud, nginx, NATS");
        servers
    }

    fn add_wasmcloud(&mut self, servers: &mut Vec<Server>, app: App<'_>, name: &str) {
        for hosts in 1..=2 {
            let name = format!("{name}, {}", counted(hosts, "host"));
            self.add(servers, &name, |all| all.wasmcloud(app, hosts).map(|front| front.addr));
        }
    }

    fn add(
        &mut self,
        servers: &mut Vec<Server>,
        name: &str,
        start: impl FnOnce(&mut Self) -> Result<String>,
    ) {
        eprintln!("starting {name}");
        match start(self) {
            Ok(addr) => servers.push(Server { name: name.to_owned(), addr }),
            Err(error) => self.left_out.push(format!("{name}: {error:#}")),
        }
    }

    /// A folder of its own for the next process.
    fn next_folder(&self) -> Result<PathBuf> {
        let folder = self.folder.join(self.processes.len().to_string());
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// A program that says where it serves.
    fn that_says(&mut self, command: Command, begin: &str, is_script: bool) -> Result<String> {
        let log = self.next_folder()?.join("log");
        let (process, said) = Process::that_says(command, &log, begin, is_script)?;
        self.processes.push(process);
        Ok(said)
    }

    fn serve(&mut self, app: App<'_>, options: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.programs.doorway);
        command.arg("serve").arg(app.component).args(options);
        self.that_says(command, "://", false)
    }

    fn wrpc(&mut self, app: App<'_>, workers: usize) -> Result<String> {
        let mut command = Command::new(&self.programs.doorway);
        command.args(["gateway", HTTP]);
        for _ in 0..workers {
            let worker = self.serve(app, &["--wrpc=tcp://127.0.0.1:0"])?;
            command.arg(format!("--to=tcp://{worker}"));
        }
        self.that_says(command, "http://", false)
    }

    fn redis(&mut self, when: &str) -> Result<u16> {
        let (port, folder) = (self.ports.next()?, self.next_folder()?);
        let mut command = Command::new(self.programs.redis().get()?);
        command.arg(self.scripts.join("nginx/redis.conf"));
        command.args(["--port", &port.to_string(), "--appendfsync", when, "--dir"]).arg(&folder);
        self.processes.push(Process::that_listens(command, &folder.join("log"), port)?);
        Ok(port)
    }

    fn nats(&mut self) -> Result<u16> {
        let (port, folder) = (self.ports.next()?, self.next_folder()?);
        let mut command = Command::new(self.programs.nats().get()?);
        command.args(["-a", "127.0.0.1", "-p", &port.to_string(), "-js", "-sd"]).arg(&folder);
        self.processes.push(Process::that_listens(command, &folder.join("log"), port)?);
        Ok(port)
    }

    /// The script of a deployment, which says where it serves.
    fn script(&mut self, name: &str, app: App<'_>) -> Result<(Command, PathBuf)> {
        let run = self.folder.join(format!("run-{}", self.processes.len()));
        let mut command = Command::new(self.scripts.join(name).join("run.sh"));
        command
            .env("DOORWAY", &self.programs.doorway)
            .env("COMPONENT", app.component)
            .env("CHECK", app.check)
            .env("NGINX_PROGRAM", self.programs.nginx().get()?)
            .env("PORT", self.ports.next()?.to_string())
            .env("RUN", &run);
        Ok((command, run))
    }

    fn nginx(&mut self, app: App<'_>, hosts: usize) -> Result<String> {
        let (mut command, _) = self.script("nginx", app)?;
        let names: Vec<_> = (1..=hosts).map(|number| format!("host-{number}")).collect();
        command.env("HOSTS", names.join(" ")).env("REDIS_SERVER", self.programs.redis().get()?);
        command.env("REDIS_PORT", self.ports.next()?.to_string());
        self.that_says(command, "http://", true)
    }

    fn wasmcloud(&mut self, app: App<'_>, hosts: usize) -> Result<Front> {
        let (mut command, folder) = self.script("wasmcloud", app)?;
        // The first ones are for NATS and the registry.
        let ports = (0..hosts + 2).map(|_| Ok(self.ports.next()?.to_string()));
        let ports = ports.collect::<Result<Vec<_>>>()?.join(" ");
        command.env("PORTS", ports).env("WASH", self.programs.wash().get()?);
        command.env("NATS_SERVER", self.programs.nats().get()?);
        let said = self.that_says(command, "http://", true)?;
        let addr = said.split(' ').next().unwrap_or_default().to_owned();
        Ok(Front { addr, folder })
    }
}

/// The nginx of a deployment, and the folder that it runs in.
struct Front {
    addr: String,
    folder: PathBuf,
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
