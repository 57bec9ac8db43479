//! A server as a process, which ends with its owner.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command;

/// How long a server that says nothing may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A process that ends when this is dropped.
pub(super) struct Process {
    child: Child,
    /// A script ends when this is closed, and then ends what it started. Others are killed.
    is_script: bool,
    /// Open, as a server may write more than its first lines.
    _stdout: Option<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a server, and returns the end of the line that has `begin` in it, by which it says that it serves.
    pub(super) fn that_says(
        mut command: Command,
        log: &Path,
        begin: &str,
        is_script: bool,
    ) -> Result<(Self, String)> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = start(&mut command, log)?;
        let mut stdout = BufReader::new(child.stdout.take().context("it has no stdout")?);
        let mut process = Self { child, is_script, _stdout: None };
        let mut line = String::new();
        loop {
            line.clear();
            if stdout.read_line(&mut line)? == 0 {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("`{}` ended: {}", command::shown(&command), said.trim());
            }
            if let Some((_, end)) = line.split_once(begin) {
                process._stdout = Some(stdout);
                return Ok((process, end.trim().to_owned()));
            }
        }
    }

    /// Starts a server, and waits until it listens at a port of this machine.
    pub(super) fn that_listens(mut command: Command, log: &Path, port: u16) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = start(&mut command, log)?;
        let mut process = Self { child, is_script: false, _stdout: None };
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if process.child.try_wait()?.is_some() || Instant::now() > end {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("`{}` does not listen: {}", command::shown(&command), said.trim());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(process)
    }
}

fn start(command: &mut Command, log: &Path) -> Result<Child> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let child = command.stderr(file).spawn();
    child.with_context(|| format!("cannot start `{}`", command::shown(command)))
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if !self.is_script {
            // Its data is not looked at again.
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Free ports, below those that outgoing connections get.
pub(super) struct Ports(Box<dyn Iterator<Item = u16>>);

impl Ports {
    pub(super) fn new() -> Self {
        let first = 20_000 + u16::try_from(std::process::id() % 1000).unwrap_or(0) * 8;
        let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
        Self(Box::new((first..32_768).filter(is_free)))
    }

    pub(super) fn next(&mut self) -> Result<u16> {
        self.0.next().context("no port of this machine is free")
    }
}
