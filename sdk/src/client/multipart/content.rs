//! A form as a body: its parts one after the other.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, SizeHint};

use super::head;
use super::part::Part;
use crate::Body;
use crate::body::{self, Content, Source};
use crate::error::{Error, ErrorKind};

/// Content up to this length, in bytes, is copied behind its head: another write takes longer.
const SMALL: usize = 1024;

/// The pieces of a form that are still to be sent.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: VecDeque<Piece>,
    /// The last piece, while it is written.
    end: Vec<u8>,
}

enum Piece {
    Bytes(Bytes),
    Stream(Box<Stream>),
}

struct Stream {
    name: Cow<'static, str>,
    body: Body,
    /// The declared length.
    length: Option<u64>,
    /// The rest of it.
    left: Option<u64>,
}

impl Pieces {
    pub(super) fn add(&mut self, boundary: &str, name: Cow<'static, str>, part: Part) {
        head::write(&mut self.end, boundary, &name, &part);
        let length = part.length();
        match part.body.as_bytes() {
            Some(bytes) if length.is_none_or(|length| length == bytes.len() as u64) => {
                if bytes.len() <= SMALL {
                    self.end.extend_from_slice(bytes);
                } else {
                    self.flush();
                    self.pieces.push_back(Piece::Bytes(part.body.into_bytes()));
                }
            }
            _ => {
                self.flush();
                let stream = Stream { name, body: part.body, length, left: length };
                self.pieces.push_back(Piece::Stream(Box::new(stream)));
            }
        }
        self.end.extend_from_slice(b"\r\n");
    }

    fn flush(&mut self) {
        self.pieces.push_back(Piece::Bytes(std::mem::take(&mut self.end).into()));
    }

    pub(super) fn into_body(mut self, boundary: &str) -> Body {
        for part in ["--", boundary, "--\r\n"] {
            self.end.extend_from_slice(part.as_bytes());
        }
        self.flush();
        Content::stream(self).into()
    }
}

impl Source for Pieces {
    fn poll_part(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<body::Part, Error>>> {
        let pieces = &mut self.get_mut().pieces;
        loop {
            let (chunk, is_done) = match pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => (Some(Ok(std::mem::take(bytes))), true),
                Some(Piece::Stream(stream)) => {
                    let chunk = ready!(stream.poll_chunk(cx));
                    let is_done = chunk.is_none();
                    (chunk, is_done)
                }
            };
            if is_done {
                pieces.pop_front();
            }
            match chunk {
                Some(Ok(chunk)) if !chunk.is_empty() => {
                    return Poll::Ready(Some(Ok(body::Part::Data(chunk))));
                }
                Some(Err(error)) => {
                    // Nothing may follow an error.
                    pieces.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                _ => {}
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let mut total = Some(0_u64);
        for piece in &self.pieces {
            let length = match piece {
                Piece::Bytes(bytes) => Some(bytes.len() as u64),
                Piece::Stream(stream) => stream.left,
            };
            total = total.zip(length).and_then(|(total, length)| total.checked_add(length));
        }
        total.map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    fn try_clone(&self) -> Option<Pin<Box<dyn Source>>> {
        let mut pieces = VecDeque::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => pieces.push_back(Piece::Bytes(bytes.clone())),
                Piece::Stream(_) => return None,
            }
        }
        Some(Box::pin(Self { pieces, end: Vec::new() }))
    }
}

impl Stream {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(cx)).transpose() {
                Ok(frame) => frame,
                Err(error) => return Poll::Ready(Some(Err(self.failed(error)))),
            };
            let Some(frame) = frame else {
                let is_short = self.left.is_some_and(|left| left > 0);
                return Poll::Ready(is_short.then(|| Err(self.wrong_length())));
            };
            // Trailers have no place in a form.
            let Ok(chunk) = frame.into_data() else { continue };
            if let Some(left) = &mut self.left {
                match left.checked_sub(chunk.len() as u64) {
                    Some(rest) => *left = rest,
                    None => return Poll::Ready(Some(Err(self.wrong_length()))),
                }
            }
            return Poll::Ready(Some(Ok(chunk)));
        }
    }

    fn failed(&self, error: Error) -> Error {
        let message = format!("the part `{}` of the form failed", self.name.escape_debug());
        let (kind, status) = (error.kind(), error.status());
        Error::new(kind, message).with_source(error).with_status(status)
    }

    fn wrong_length(&self) -> Error {
        let length = self.length.unwrap_or_default();
        let message = format!(
            "the part `{}` of the form has another length than declared, {length} bytes",
            self.name.escape_debug()
        );
        Error::new(ErrorKind::Body, message)
    }
}
