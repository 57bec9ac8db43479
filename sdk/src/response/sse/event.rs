//! [`Event`]: a server-sent event.

use bytes::Bytes;

use crate::error::{Error, ErrorKind};
use crate::time::Duration;

/// An event of [`Sse`](super::Sse).
///
/// A browser dispatches it only if it has data, even if that is empty.
///
/// Nothing here panics, unlike in axum. Data and comments may have many lines and may be set more
/// than once; of several names, ids or retry times a client uses the last. A name or an id of more
/// than one line cannot be sent, and neither can an id with a NUL, which a browser would ignore:
/// such an event aborts the response, as an error of the stream does.
///
/// # Examples
///
/// ```
/// use doorway::response::sse::Event;
/// use std::time::Duration;
///
/// let event = Event::default().event("position").id("17").data("51.4779,-0.0015");
///
/// // The client reconnects after five seconds, and ignores the rest.
/// let begin = Event::default().retry(Duration::from_secs(5)).comment("the ship's position");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Event {
    lines: Vec<u8>,
    /// The reason why it cannot be sent.
    fault: Option<&'static str>,
}

impl Event {
    /// Adds data, which a browser provides as `event.data`.
    ///
    /// Lines are kept, but each line break, be it CR, LF or CRLF, becomes LF. More data starts on a
    /// new line.
    pub fn data<T: AsRef<str>>(mut self, data: T) -> Self {
        self.text("data", data.as_ref().as_bytes());
        self
    }

    /// Adds data as JSON. Needs feature `json`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::sse::Event;
    ///
    /// let event = Event::default().json_data(["Mercury", "Venus"])?;
    /// # Ok::<(), doorway::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the value cannot be serialized as JSON.
    #[cfg(feature = "json")]
    pub fn json_data<T: serde_core::Serialize>(mut self, data: T) -> Result<Self, Error> {
        let json = serde_json::to_vec(&data).map_err(Error::other)?;
        self.text("data", &json);
        Ok(self)
    }

    /// Sets the name, which a browser's `addEventListener` listens to. Default: `message`.
    pub fn event<T: AsRef<str>>(mut self, name: T) -> Self {
        self.field("event", name.as_ref(), "the name of an event has more than one line");
        self
    }

    /// Sets the id, which a browser sends as `last-event-id` when it reconnects.
    pub fn id<T: AsRef<str>>(mut self, id: T) -> Self {
        let id = id.as_ref();
        if id.contains('\0') {
            self.fault = Some("the id of an event has a NUL");
        }
        self.field("id", id, "the id of an event has more than one line");
        self
    }

    /// Sets how long a client waits before it reconnects, in whole milliseconds.
    pub fn retry(mut self, duration: Duration) -> Self {
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.line("retry", itoa::Buffer::new().format(milliseconds).as_bytes());
        self
    }

    /// Adds a comment, which a client ignores. It may have many lines.
    pub fn comment<T: AsRef<str>>(mut self, comment: T) -> Self {
        self.text("", comment.as_ref().as_bytes());
        self
    }

    /// The encoded event.
    pub(super) fn into_bytes(mut self) -> Result<Bytes, Error> {
        if let Some(fault) = self.fault {
            return Err(Error::new(ErrorKind::Other, fault));
        }
        self.lines.push(b'\n');
        Ok(self.lines.into())
    }

    fn field(&mut self, name: &str, value: &str, fault: &'static str) {
        match value.contains(['\r', '\n']) {
            false => self.line(name, value.as_bytes()),
            true => self.fault = Some(fault),
        }
    }

    /// Adds a field for each line of the text.
    fn text(&mut self, name: &str, mut text: &[u8]) {
        while let Some(at) = text.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            self.line(name, &text[..at]);
            let end = if text[at..].starts_with(b"\r\n") { at + 2 } else { at + 1 };
            text = &text[end..];
        }
        self.line(name, text);
    }

    fn line(&mut self, name: &str, value: &[u8]) {
        self.lines.extend_from_slice(name.as_bytes());
        // A client removes one space.
        self.lines.extend_from_slice(b": ");
        self.lines.extend_from_slice(value);
        self.lines.push(b'\n');
    }
}
