//! The scripts of a folder in `examples/deploy` as processes, on ports and in a folder of their own.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Hosts, their store, and nginx, which end with this.
pub(crate) struct Deployment {
    scripts: PathBuf,
    folder: TempDir,
    /// The first one is that of nginx.
    ports: [u16; 6],
    process: Option<Child>,
}

impl Deployment {
    /// Runs `run.sh` of that folder, and waits until all of it serves.
    pub(crate) fn start(name: &str) -> Self {
        let scripts = Path::new(WORKSPACE).join("examples/deploy").join(name);
        let (folder, ports) = (tempfile::tempdir().unwrap(), free_ports());
        let mut deployment = Self { scripts, folder, ports, process: None };
        // It ends when its stdin does, that is, when this program is gone, however it went.
        let mut command = deployment.script("run.sh", &[]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = process.stdout.take().unwrap();
        deployment.process = Some(process);
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        assert!(
            lines.any(|line| line.ends_with("press Enter to stop")),
            "run.sh failed: see above for the reason"
        );
        deployment
    }

    pub(crate) fn port(&self) -> u16 {
        self.ports[0]
    }

    fn script(&self, name: &str, args: &[&str]) -> Command {
        let [port, redis_port, others @ ..] = self.ports.map(|port| port.to_string());
        let mut command = Command::new(self.scripts.join(name));
        command
            .args(args)
            .env("COMPONENT", component())
            .env("DOORWAY", env!("CARGO_BIN_EXE_doorway"))
            .env("RUN", self.folder.path())
            .env("PORT", port)
            .env("REDIS_PORT", redis_port)
            .env("PORTS", others.join(" "))
            .env_remove("CHECK");
        command
    }

    /// Runs a script to its end.
    #[track_caller]
    pub(crate) fn run(&self, name: &str, args: &[&str]) {
        let status = self.script(name, args).status().unwrap();
        assert!(status.success(), "{name}: {status}");
    }

    fn file_of(&self, host: &str, name: &str) -> String {
        let file = self.folder.path().join("hosts").join(host).join(name);
        let content = fs::read_to_string(&file);
        content.unwrap_or_else(|error| panic!("{}: {error}", file.display())).trim().to_owned()
    }

    /// The address of a host.
    pub(crate) fn addr(&self, host: &str) -> String {
        self.file_of(host, "addr")
    }

    /// Kills a host, as a machine that fails does: no handler of its own runs. Returns when it listens no more.
    pub(crate) fn kill(&self, host: &str) {
        let status = Command::new("kill").args(["-9", &self.file_of(host, "pid")]).status();
        assert!(status.unwrap().success());
        // The kernel may have it for a while, and accepts connections for it.
        while TcpStream::connect(self.addr(host)).is_ok() {
            thread::yield_now();
        }
    }

    /// Stops all of it, and returns the access log of nginx.
    pub(crate) fn stop(mut self) -> String {
        self.end();
        fs::read_to_string(self.folder.path().join("access.log")).unwrap()
    }

    fn end(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.stdin.take());
            let _ = process.wait();
        }
    }
}

impl Drop for Deployment {
    fn drop(&mut self) {
        self.end();
    }
}

/// The component, which `cargo xtask build json-api` makes.
pub(crate) fn component() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let file = Path::new(WORKSPACE).join(target).join("components/json-api.wasm");
    assert!(file.is_file(), "there is no {}: run `cargo xtask build --all`", file.display());
    file
}

/// Free ports. They are below those that outgoing connections get, so nothing takes them while a store is away.
pub(crate) fn free_ports() -> [u16; 6] {
    let first = 20_000 + u16::try_from(std::process::id() % 1500).unwrap() * 8;
    let mut free = (first..32_768).filter(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok());
    [(); 6].map(|()| free.next().unwrap())
}
