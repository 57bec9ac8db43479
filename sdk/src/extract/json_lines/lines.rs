//! [`Lines`]: the lines of a body, while it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http_body::Body as _;

use crate::Request;
use crate::body::BodyDataStream;
use crate::error::{Error, ErrorKind};
use crate::utf8::without_mark;

/// The lines of a request's body, up to its limit.
pub(super) struct Lines {
    /// `None` after its end.
    body: Option<BodyDataStream>,
    /// The maximum number of bytes that are still to come.
    left: usize,
    limit: usize,
    /// The least that the body has, if it was not looked at yet.
    announced: u64,
    /// The bytes that were read, and belong to no line yet.
    buffer: BytesMut,
    /// The length of the part of the buffer that has no line break.
    searched: usize,
    number: u64,
}

impl Lines {
    pub(super) fn new(request: Request) -> Self {
        let limit = request.parts.context.body_limit.0.unwrap_or(usize::MAX);
        let body = request.into_body();
        Self {
            announced: body.size_hint().lower(),
            body: Some(body.into_data_stream()),
            left: limit,
            limit,
            buffer: BytesMut::new(),
            searched: 0,
            number: 0,
        }
    }

    /// The number of the line that was returned last. The first is 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the next line without its line break; nothing follows an error.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(line) = self.take_line() {
                return Poll::Ready(Some(Ok(line)));
            }
            let Some(body) = &mut self.body else { return Poll::Ready(None) };
            if self.announced > self.limit as u64 {
                return self.fail(too_large(self.limit));
            }
            match ready!(Pin::new(body).poll_next(cx)) {
                Some(Ok(chunk)) => match self.left.checked_sub(chunk.len()) {
                    Some(left) => {
                        self.left = left;
                        self.buffer.extend_from_slice(&chunk);
                    }
                    None => return self.fail(too_large(self.limit)),
                },
                Some(Err(error)) => return self.fail(error),
                None => {
                    self.body = None;
                    self.searched = 0;
                    let line = self.buffer.split();
                    let line = self.without_mark(line);
                    if !line.is_empty() {
                        self.number += 1;
                        return Poll::Ready(Some(Ok(line.freeze())));
                    }
                }
            }
        }
    }

    fn take_line(&mut self) -> Option<Bytes> {
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + length + 1);
        self.searched = 0;
        let mut line = self.without_mark(line);
        self.number += 1;
        line.truncate(line.len() - 1);
        if line.ends_with(b"\r") {
            line.truncate(line.len() - 1);
        }
        Some(line.freeze())
    }

    /// Removes a byte order mark from the first line.
    fn without_mark(&self, mut line: BytesMut) -> BytesMut {
        if self.number == 0 {
            line.advance(line.len() - without_mark(&line).len());
        }
        line
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<Bytes, Error>>> {
        self.body = None;
        self.buffer.clear();
        self.searched = 0;
        Poll::Ready(Some(Err(error)))
    }
}

fn too_large(limit: usize) -> Error {
    let message = format!("the body is longer than its limit of {limit} bytes");
    Error::new(ErrorKind::TooLarge, message)
}
