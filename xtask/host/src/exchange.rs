//! One request and its response, as the host sees them: how long the client has been waiting, what
//! went wrong, and the one line that the log gets in the end.

use crate::log::Log;
use futures_util::task::AtomicWaker;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::OwnedSemaphorePermit;

/// Shared by the connection that answers the client and the worker that runs the guest; while
/// either of them lives, the exchange counts as one of the concurrent ones.
pub(crate) struct Exchange {
    /// Method and path, as the log names this exchange.
    pub(crate) label: String,
    state: Mutex<Progress>,
    _permit: OwnedSemaphorePermit,
}

struct Progress {
    /// Since when the host waits for the guest; `None` while the guest waits for the client.
    waiting: Option<Instant>,
    /// Why the instance is no more, if it failed.
    fault: Option<&'static str>,
    /// Whether nobody waits for the response any more.
    has_left: bool,
    /// Wakes the task that looks after the instance.
    instance: Option<Arc<AtomicWaker>>,
}

impl Exchange {
    pub(crate) fn new(label: String, permit: OwnedSemaphorePermit) -> Self {
        let state = Progress {
            waiting: Some(Instant::now()),
            fault: None,
            has_left: false,
            instance: None,
        };
        Self { label, state: Mutex::new(state), _permit: permit }
    }

    /// The guest is on: a client waits from now on, unless it already did.
    pub(crate) fn guest_is_on(&self) {
        self.locked().waiting.get_or_insert_with(Instant::now);
    }

    /// The client is on: something is on its way to it.
    pub(crate) fn client_is_on(&self) {
        self.locked().waiting = None;
    }

    /// Since when the host has been waiting for the guest; now, if it does not.
    pub(crate) fn waiting_since(&self) -> Instant {
        self.locked().waiting.unwrap_or_else(Instant::now)
    }

    pub(crate) fn fail(&self, why: &'static str) {
        self.locked().fault.get_or_insert(why);
    }

    pub(crate) fn fault(&self) -> Option<&'static str> {
        self.locked().fault
    }

    /// An instance has it now, which this wakes.
    pub(crate) fn belongs_to(&self, instance: &Arc<AtomicWaker>) {
        let mut state = self.locked();
        state.instance = Some(Arc::clone(instance));
        if state.has_left {
            instance.wake();
        }
    }

    /// Nobody waits for the response any more.
    pub(crate) fn leave(&self) {
        let mut state = self.locked();
        state.has_left = true;
        if let Some(instance) = &state.instance {
            instance.wake();
        }
    }

    pub(crate) fn has_left(&self) -> bool {
        self.locked().has_left
    }

    fn locked(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The log line of a request, written when it is over, however that comes about.
pub(crate) struct Entry {
    log: Log,
    label: String,
    start: Instant,
    pub(crate) status: Option<u16>,
    pub(crate) note: Option<String>,
}

impl Entry {
    pub(crate) fn new(log: Log, label: String) -> Self {
        let note = Some("the connection ended before the response".to_owned());
        Self { log, label, start: Instant::now(), status: None, note }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.log.is_off() {
            return;
        }
        let mut line = self.label.clone();
        // Writing to a string cannot fail.
        let _ = match self.status {
            Some(status) => write!(line, " {status}"),
            None => write!(line, " -"),
        };
        let _ = write!(line, " {:.1}ms", self.start.elapsed().as_secs_f64() * 1e3);
        if let Some(note) = &self.note {
            let _ = write!(line, " ({note})");
        }
        self.log.line(line);
    }
}
