//! Messages to and from the browser, in JSON.

use serde_json::{Value, json};

use super::process::Process;

/// The connection to a browser, which ends with it.
pub(super) struct Pipe {
    process: Process,
    last: u64,
}

impl Pipe {
    pub(super) fn new(process: Process) -> Self {
        Self { process, last: 0 }
    }

    /// Sends a command; the answer will have this number.
    pub(super) fn send(&mut self, method: &str, params: &Value, session: Option<&str>) -> u64 {
        self.last += 1;
        let mut command = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        self.process.send(command.to_string().into_bytes());
        self.last
    }

    /// Waits for what the browser says next, an answer or an event.
    pub(super) async fn receive(&mut self) -> Value {
        match self.process.receive().await {
            Some(message) => serde_json::from_slice(&message).unwrap(),
            None => panic!("the browser is gone; it wrote:\n{}", self.process.last_words()),
        }
    }

    /// Waits for the browser's end.
    pub(super) async fn end(&mut self) {
        while self.process.receive().await.is_some() {}
    }
}
