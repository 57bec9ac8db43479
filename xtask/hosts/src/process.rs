//! A host as a process: its lines, and its end.

use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// How long a host may take until it serves.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends when this is dropped, with all that it started.
pub(crate) struct Process {
    child: Child,
    pub(crate) log: Log,
}

/// The lines that a process has written to stdout and stderr.
#[derive(Clone)]
pub(crate) struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    changes: watch::Receiver<usize>,
}

impl Process {
    /// Starts a program.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.process_group(0).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| {
            format!("cannot start {}", command.as_std().get_program().display())
        })?;
        let (changed, changes) = watch::channel(0);
        let log = Log { lines: Arc::default(), changes };
        let changed = Arc::new(changed);
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        tokio::spawn(keep(stdout.context("it has no stdout")?, log.lines.clone(), changed.clone()));
        tokio::spawn(keep(stderr.context("it has no stderr")?, log.lines.clone(), changed));
        Ok(Self { child, log })
    }

    /// Waits until the process writes a line with this text, and returns the rest of the line.
    pub(crate) async fn says(&mut self, text: &str) -> Result<String> {
        tokio::select! {
            line = self.log.wait_for(text) => {
                let line = line?;
                Ok(line.split_once(text).map_or("", |(_, rest)| rest).trim().to_owned())
            }
            () = tokio::time::sleep(PATIENCE) => {
                bail!("it does not serve within {PATIENCE:?}:\n{}", self.log.end())
            }
        }
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

async fn keep(
    output: impl AsyncRead + Unpin,
    lines: Arc<Mutex<Vec<String>>>,
    changed: Arc<watch::Sender<usize>>,
) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).await.is_ok_and(|bytes| bytes > 0) {
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        line.clear();
        lines.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        changed.send_modify(|count| *count += 1);
    }
}

impl Log {
    /// Waits until there is a line with this text.
    pub(crate) async fn wait_for(&self, text: &str) -> Result<String> {
        let mut changes = self.changes.clone();
        loop {
            changes.borrow_and_update();
            {
                let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(line) = lines.iter().find(|line| line.contains(text)) {
                    return Ok(line.clone());
                }
            }
            if changes.changed().await.is_err() {
                bail!("it ended without `{text}`:\n{}", self.end());
            }
        }
    }

    /// The last lines.
    pub(crate) fn end(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let from = lines.len().saturating_sub(12);
        lines[from..].iter().map(|line| format!("    {line}\n")).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(group) = group {
            // Nothing that a host keeps is looked at again.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
