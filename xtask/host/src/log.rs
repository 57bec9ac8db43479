//! Where the lines go: the requests, what guests print, what went wrong.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How long [`Capture::wait_for`] waits.
const DEADLINE: Duration = Duration::from_secs(30);

/// A sink for log lines; clones write to the same place, one whole entry at a time.
#[derive(Clone)]
pub struct Log(Option<Arc<Sink>>);

type Sink = dyn Fn(&str) + Send + Sync;

impl Log {
    /// No lines at all.
    pub fn off() -> Self {
        Self(None)
    }

    /// Lines to this process's stderr.
    pub fn stderr() -> Self {
        // Nobody is left to tell if stderr is closed.
        Self(Some(Arc::new(|entry| drop(writeln!(std::io::stderr().lock(), "{entry}")))))
    }

    /// Lines kept in memory, for a test to look at.
    pub fn capture() -> (Self, Capture) {
        let capture = Capture::default();
        let sink = capture.clone();
        (Self(Some(Arc::new(move |entry| sink.push(entry)))), capture)
    }

    /// Writes one entry, of one or several lines, without a line break at its end.
    pub fn line(&self, entry: impl AsRef<str>) {
        if let Some(sink) = &self.0 {
            sink(entry.as_ref());
        }
    }

    /// Whether lines go nowhere, and need not be made.
    pub(crate) fn is_off(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}

/// The captured lines of a [`Log`].
#[derive(Clone, Debug, Default)]
pub struct Capture(Arc<Captured>);

#[derive(Debug, Default)]
struct Captured {
    lines: Mutex<Vec<String>>,
    more: Notify,
}

impl Capture {
    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.locked().clone()
    }

    /// The first line that contains `needle`, as soon as there is one.
    ///
    /// # Panics
    ///
    /// When 30 seconds pass without such a line; the message shows what was logged instead.
    pub async fn wait_for(&self, needle: &str) -> String {
        self.wait_for_nth(1, needle).await
    }

    /// The `nth` line (from 1) that contains `needle`, as soon as there is one.
    ///
    /// # Panics
    ///
    /// When 30 seconds pass without such a line; the message shows what was logged instead.
    pub async fn wait_for_nth(&self, nth: usize, needle: &str) -> String {
        let found = async {
            loop {
                // Registered before looking, so that a line in between is not missed.
                let more = self.0.more.notified();
                let line =
                    self.locked().iter().filter(|line| line.contains(needle)).nth(nth - 1).cloned();
                match line {
                    Some(line) => return line,
                    None => more.await,
                }
            }
        };
        match tokio::time::timeout(DEADLINE, found).await {
            Ok(line) => line,
            Err(_) => panic!(
                "no line number {nth} with {needle:?} within {DEADLINE:?} in the log, which is:\n{}",
                self.lines().join("\n")
            ),
        }
    }

    fn push(&self, entry: &str) {
        self.locked().extend(entry.lines().map(str::to_owned));
        self.0.more.notify_waiters();
    }

    fn locked(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_for_a_line_that_comes_later() {
        let (log, capture) = Log::capture();
        log.line("first\nsecond");
        assert_eq!(capture.wait_for("sec").await, "second");

        let waiting = tokio::spawn({
            let capture = capture.clone();
            async move { capture.wait_for_nth(2, "second").await }
        });
        tokio::task::yield_now().await;
        log.line("another second");
        assert_eq!(waiting.await.unwrap(), "another second");
        assert_eq!(capture.lines(), ["first", "second", "another second"]);
    }
}
