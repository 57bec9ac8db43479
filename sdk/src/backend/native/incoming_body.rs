//! The bodies of requests and responses that come in.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use crate::Body;
use crate::body::{Content, HostBody, Part};
use crate::error::{Chain, Error, ErrorCode, ErrorKind};
use crate::message;
use crate::shown::log_line;
use crate::time::{Sleep, sleep};

/// The sender of a body, who is to blame if it is broken.
pub(super) enum Sender {
    Client,
    /// A program whose request this is.
    Caller(Rc<Upload>),
    /// With the most time that may pass between two chunks.
    Upstream(Option<Duration>),
}

/// The state that an outgoing request and its body share.
#[derive(Default)]
pub(super) struct Upload {
    /// The error of the body, for `send` while it waits.
    pub(super) failure: RefCell<Option<Error>>,
    /// Whether `send` is over.
    pub(super) answered: Cell<bool>,
}

pub(super) fn body(body: Body, headers: &HeaderMap, sender: Sender) -> Body {
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|value| message::parse_length(value.as_bytes()));
    let body = IncomingBody { body, length, rest: Bytes::new(), first: None, sender, limit: None };
    Content::host(body).into()
}

struct IncomingBody {
    body: Body,
    /// The `content-length` of an unread body.
    length: Option<u64>,
    /// The rest of a chunk.
    rest: Bytes,
    /// The part that was read to find out whether the body is empty.
    first: Option<Result<Part, Error>>,
    sender: Sender,
    /// Runs while a chunk is waited for.
    limit: Option<Sleep>,
}

impl IncomingBody {
    fn blame(&self, error: Error) -> Error {
        let broken = Error::new(ErrorKind::Body, "the other side broke off");
        match &self.sender {
            Sender::Client => broken.with_source(error).with_status(StatusCode::BAD_REQUEST),
            Sender::Caller(upload) => {
                if upload.answered.get() {
                    log_line!("doorway: aborted the request: {}", Chain(&error));
                } else {
                    *upload.failure.borrow_mut() = Some(error);
                }
                broken.with_status(StatusCode::BAD_REQUEST)
            }
            Sender::Upstream(_) => broken.with_source(error).with_status(StatusCode::BAD_GATEWAY),
        }
    }

    /// Whether the next chunk comes too late.
    fn poll_limit(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self.sender {
            Sender::Upstream(Some(limit)) => {
                Pin::new(self.limit.get_or_insert_with(|| sleep(limit))).poll(cx)
            }
            _ => Poll::Pending,
        }
    }

    fn poll_next_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        self.length = None;
        if self.rest.is_empty() {
            let Poll::Ready(part) = self.body.poll_part(cx) else {
                return self.poll_limit(cx).map(|()| {
                    let error = Error::new(ErrorKind::Timeout, "the other side broke off");
                    Some(Err(error.with_source(ErrorCode::ConnectionReadTimeout)))
                });
            };
            self.limit = None;
            match part {
                Some(Ok(Part::Data(chunk))) => self.rest = chunk,
                Some(Err(error)) => return Poll::Ready(Some(Err(self.blame(error)))),
                Some(trailers) => return Poll::Ready(Some(trailers)),
                None => {
                    self.length = Some(0);
                    return Poll::Ready(None);
                }
            }
        }
        let length = self.rest.len().min(message::READ_SIZE);
        Poll::Ready(Some(Ok(Part::Data(self.rest.split_to(length)))))
    }
}

impl HostBody for IncomingBody {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(first)),
            None => self.poll_next_part(cx),
        }
    }

    fn left(&self) -> Option<u64> {
        self.length
    }

    fn is_found_empty(&mut self) -> bool {
        let is_open = self.first.is_some() || !self.rest.is_empty();
        !is_open && (self.length == Some(0) || self.body.is_found_empty())
    }

    fn poll_found_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        if self.first.is_none() && !self.is_found_empty() {
            self.first = ready!(self.poll_next_part(cx));
        }
        Poll::Ready(self.first.is_none())
    }

    fn too_large_status(&self) -> StatusCode {
        match self.sender {
            Sender::Client | Sender::Caller(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Sender::Upstream(_) => StatusCode::BAD_GATEWAY,
        }
    }
}
