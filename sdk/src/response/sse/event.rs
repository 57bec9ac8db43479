//! [`Event`]: the lines of one event.

use bytes::Bytes;

use crate::error::{Error, ErrorKind};
use crate::time::Duration;

/// One event of [`Sse`](super::Sse).
///
/// A browser hands it on only if it has data, even if that is empty.
///
/// Nothing here panics, as it does in axum. Data and comments may be of many lines and may be set
/// more than once; of a name, an id or a retry time a client takes the last. A name or an id of
/// more than one line cannot be sent, and neither can an id with a NUL, which a browser would pass
/// over: such an event aborts the response, as an error of the stream does.
///
/// # Examples
///
/// ```
/// use doorway::response::sse::Event;
///
/// let event = Event::default().event("position").id("17").data("51.4779,-0.0015");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Event {
    lines: Vec<u8>,
    /// Why it cannot be sent.
    fault: Option<&'static str>,
}

impl Event {
    /// The data, which a browser hands on as `event.data`.
    ///
    /// Each line is sent as one, so that it comes out as it went in, but that every line break, be
    /// it a CR, an LF or both together, becomes an LF. Data after data starts a new line.
    pub fn data<T: AsRef<str>>(mut self, data: T) -> Self {
        self.text("data", data.as_ref().as_bytes());
        self
    }

    /// The data, as JSON. Needs feature `json`.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as JSON.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::sse::Event;
    ///
    /// let event = Event::default().json_data(["Mercury", "Venus"])?;
    /// # Ok::<(), doorway::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn json_data<T: serde_core::Serialize>(mut self, data: T) -> Result<Self, Error> {
        let json = serde_json::to_vec(&data).map_err(Error::other)?;
        self.text("data", &json);
        Ok(self)
    }

    /// The name, to which a browser's `addEventListener` listens; without one it is `message`.
    pub fn event<T: AsRef<str>>(mut self, name: T) -> Self {
        self.field("event", name.as_ref(), "the name of an event has more than one line");
        self
    }

    /// The id, which a browser sends as `last-event-id` when it connects again.
    pub fn id<T: AsRef<str>>(mut self, id: T) -> Self {
        let id = id.as_ref();
        if id.contains('\0') {
            self.fault = Some("the id of an event has a NUL");
        }
        self.field("id", id, "the id of an event has more than one line");
        self
    }

    /// How long a client waits before it connects again, in whole milliseconds.
    pub fn retry(mut self, duration: Duration) -> Self {
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.line("retry", itoa::Buffer::new().format(milliseconds).as_bytes());
        self
    }

    /// A comment, which a client passes over. Each of its lines is sent as one.
    pub fn comment<T: AsRef<str>>(mut self, comment: T) -> Self {
        self.text("", comment.as_ref().as_bytes());
        self
    }

    /// As it is sent.
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

    /// A field of as many lines as the text has.
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
        // A client takes one space away.
        self.lines.extend_from_slice(b": ");
        self.lines.extend_from_slice(value);
        self.lines.push(b'\n');
    }
}
