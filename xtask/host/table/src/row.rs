//! [`Row`]: a request and what is promised of its response.

use std::borrow::Cow;
use std::panic::Location;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

mod compare;
mod message;

/// A request and what is promised of its response.
#[derive(Clone, Debug)]
pub struct Row {
    /// The request.
    pub ask: Ask,
    status: u16,
    /// The values of each field that is promised, or promised not to be there.
    fields: Vec<(&'static str, Vec<&'static str>)>,
    /// The whole body, or none if it is cut off.
    body: Option<Cow<'static, [u8]>>,
    /// The section of a standard, or the peer, that the promise is taken from.
    source: Option<&'static str>,
}

/// A response, as a client gets to see it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The received part of the body.
    pub body: Bytes,
    /// Whether it came to its end, rather than being broken off.
    pub complete: bool,
}

/// Fields that are the connection's, not the response's.
const OF_THE_CONNECTION: [&str; 4] = ["connection", "date", "keep-alive", "transfer-encoding"];

/// A field that is promised wherever the length of the body is known.
const LENGTH: &str = "content-length";

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    at: &'static Location<'static>,
    /// The method.
    pub method: &'static str,
    /// The path and query, as they are sent.
    pub target: Cow<'static, [u8]>,
    /// The header fields, without those of the framing.
    pub fields: Vec<(Cow<'static, str>, Cow<'static, [u8]>)>,
    /// The body.
    pub content: Content,
    /// How the request can be made.
    pub way: Way,
}

/// A request's body.
#[derive(Clone, Debug)]
pub enum Content {
    /// None.
    None,
    /// With its `content-length`.
    Whole(Cow<'static, [u8]>),
    /// Of a length that nobody knows before.
    Chunks(Vec<&'static [u8]>),
    /// Less than its `content-length` of so many bytes.
    CutOff(usize, &'static [u8]),
}

/// How a request can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In any way.
    Any,
    /// Only on a socket: natively it cannot be built.
    OnSocket,
    /// Not on a socket: a server refuses it before a component sees it.
    OffSocket,
    /// Only natively: the host cannot hand it to a component either.
    Natively,
}

macro_rules! methods {
    ($($name:ident $method:literal;)*) => {$(
        #[track_caller]
        pub(crate) fn $name(target: impl Into<Target>) -> Ask {
            ask($method, target)
        }
    )*};
}

methods! {
    get "GET";
    head "HEAD";
    post "POST";
    put "PUT";
    patch "PATCH";
    delete "DELETE";
    options "OPTIONS";
}

/// A path and query, as text or as bytes that are none.
pub(crate) struct Target(Cow<'static, [u8]>);

impl From<&'static str> for Target {
    fn from(text: &'static str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for Target {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<&'static [u8]> for Target {
    fn from(bytes: &'static [u8]) -> Self {
        Self(bytes.into())
    }
}

#[track_caller]
pub(crate) fn ask(method: &'static str, target: impl Into<Target>) -> Ask {
    Ask {
        at: Location::caller(),
        method,
        target: target.into().0,
        fields: Vec::new(),
        content: Content::None,
        way: Way::Any,
    }
}

/// The methods for the request.
impl Ask {
    pub(crate) fn field(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl AsRef<[u8]>,
    ) -> Self {
        self.fields.push((name.into(), value.as_ref().to_vec().into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.content = Content::Whole(body.into().into());
        self
    }

    /// A body of that type.
    pub(crate) fn typed(self, content_type: impl AsRef<[u8]>, body: impl Into<Vec<u8>>) -> Self {
        self.field("content-type", content_type).body(body)
    }

    pub(crate) fn json(self, body: impl Into<Vec<u8>>) -> Self {
        self.typed("application/json", body)
    }

    pub(crate) fn chunks(mut self, chunks: &[&'static str]) -> Self {
        self.content = Content::Chunks(chunks.iter().map(|chunk| chunk.as_bytes()).collect());
        self
    }

    pub(crate) fn cut_off(mut self, length: usize, sent: &'static str) -> Self {
        self.content = Content::CutOff(length, sent.as_bytes());
        self
    }

    pub(crate) fn by(mut self, way: Way) -> Self {
        self.way = way;
        self
    }
}

/// The methods for the answer.
impl Ask {
    /// 200 and text.
    pub(crate) fn text(self, text: impl Into<Vec<u8>>) -> Row {
        self.text_of(200, text)
    }

    /// Text.
    pub(crate) fn text_of(self, status: u16, text: impl Into<Vec<u8>>) -> Row {
        self.content(status, TEXT, text)
    }

    /// 200 and JSON.
    pub(crate) fn value(self, json: impl Into<Vec<u8>>) -> Row {
        self.content(200, "application/json", json)
    }

    /// These bytes, of that type.
    pub(crate) fn content(
        self,
        status: u16,
        content_type: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Row {
        self.untyped(status, body).with("content-type", content_type)
    }

    /// These bytes, of no type.
    pub(crate) fn untyped(self, status: u16, body: impl Into<Vec<u8>>) -> Row {
        Row { ask: self, status, fields: Vec::new(), body: Some(body.into().into()), source: None }
    }

    /// No content, of no type.
    pub(crate) fn empty(self, status: u16) -> Row {
        self.untyped(status, "")
    }

    /// A problem document that says no more than the status.
    pub(crate) fn bare_problem(self, status: u16) -> Row {
        self.content(status, PROBLEM, format!("{}}}", problem(status)))
    }

    /// A problem document with this `detail`.
    pub(crate) fn problem(self, status: u16, detail: impl AsRef<str>) -> Row {
        let detail = quoted(detail.as_ref());
        self.content(status, PROBLEM, format!("{},\"detail\":{detail}}}", problem(status)))
    }

    /// The head of a response whose content would be of that type and length.
    pub(crate) fn head_of(
        self,
        status: u16,
        content_type: &'static str,
        length: &'static str,
    ) -> Row {
        self.content(status, content_type, "").with(LENGTH, length)
    }

    /// A body that is cut off.
    pub(crate) fn aborted(self, status: u16) -> Row {
        Row { ask: self, status, fields: Vec::new(), body: None, source: None }
    }
}

/// The content type of text.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// The content type of problem documents.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// How a problem document of a status begins.
fn problem(status: u16) -> String {
    let code = StatusCode::from_u16(status).ok();
    let title = code.and_then(|status| status.canonical_reason()).unwrap_or_default();
    format!("{{\"title\":\"{title}\",\"status\":{status}")
}

/// Text as JSON has it.
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\0'..' ' => json.push_str(&format!("\\u{:04x}", u32::from(char))),
            other => json.push(other),
        }
    }
    json + "\""
}

impl Row {
    /// One field of this name, with this value.
    pub(crate) fn with(self, name: &'static str, value: &'static str) -> Self {
        self.with_all(name, &[value])
    }

    /// Fields of this name, with these values in this order.
    pub(crate) fn with_all(mut self, name: &'static str, values: &[&'static str]) -> Self {
        self.fields.push((name, values.to_vec()));
        self
    }

    /// A body whose length nobody knows before.
    pub(crate) fn streamed(self) -> Self {
        self.with_all(LENGTH, &[])
    }

    /// Names the section of a standard, or the peer, that the promise is taken from.
    pub(crate) fn per(mut self, source: &'static str) -> Self {
        self.source = Some(source);
        self
    }

    /// Whether the body is to be cut off.
    pub fn is_cut_off(&self) -> bool {
        self.body.is_none()
    }

    /// The request in few words, with the line that it stands in.
    pub fn name(&self) -> String {
        let Ask { at, method, target, content, .. } = &self.ask;
        let mut target = target.escape_ascii().to_string();
        if target.len() > 80 {
            target = format!("{}… ({} bytes)", &target[..80], target.len());
        }
        let body = match content {
            Content::None => String::new(),
            Content::Whole(body) => format!(" with {} bytes", body.len()),
            Content::Chunks(chunks) => format!(" with {} chunks", chunks.len()),
            Content::CutOff(length, sent) => format!(" with {} of {length} bytes", sent.len()),
        };
        let source = self.source.map(|source| format!(" ({source})")).unwrap_or_default();
        format!("{}:{}: {method} {target}{body}{source}", at.file(), at.line())
    }
}
