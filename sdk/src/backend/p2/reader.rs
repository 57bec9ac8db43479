//! Reading an incoming body: chunk by chunk, then its trailers.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;

use super::bindings::wasi::http::types::{self, FutureTrailers, InputStream};
use super::convert;
use super::incoming_body;
use super::origin::Origin;
use super::reactor::Wait;
use crate::Body;
use crate::backend::wasi::fields;
use crate::error::{Error, ErrorCode, ErrorKind};

/// The most that one read brings into the component, in bytes.
const READ_SIZE: u64 = 64 * 1024;

/// An incoming body, and how far it is read.
pub(crate) struct Reader {
    // Above the stream it waits for.
    pub(super) wait: Option<Wait>,
    pub(super) state: State,
}

pub(super) enum State {
    Unread(types::IncomingBody),
    Reading(Reading),
    /// Found so before it was read: an error that is still to be told.
    Broken(Error),
    Trailers(FutureTrailers),
    /// With the trailers, if they were found before they were asked for.
    Ended(Option<types::Fields>),
}

/// A body and its stream, which is the body's child and has to go first.
pub(super) struct Reading {
    pub(super) stream: InputStream,
    pub(super) body: types::IncomingBody,
}

impl Reader {
    /// Of a body that was taken before there is nothing to read.
    pub(super) fn new(body: Result<types::IncomingBody, ()>) -> Self {
        let state = body.map_or(State::Ended(None), State::Unread);
        Self { wait: None, state }
    }

    /// The next chunk of a response's body; `None` once there is no more.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_data_from(&Origin::Response(None), cx)
    }

    /// The trailers of a response whose body is read; they are given once.
    pub(crate) fn poll_trailers(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<HeaderMap>, Error>> {
        let found = ready!(self.poll_fields_from(&Origin::Response(None), cx));
        Poll::Ready(found.map(|found| found.as_ref().map(fields::to_map)))
    }

    /// What is left of a response's body.
    pub(crate) fn into_body(self) -> Body {
        incoming_body::of_response_reader(self)
    }

    /// As [`poll_data`](Self::poll_data), of a body from there.
    pub(super) fn poll_data_from(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) => match self.start() {
                    Ok(reading) => self.state = State::Reading(reading),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Reading(reading) => {
                    if self.wait.is_some() {
                        ready!(Wait::poll(&mut self.wait, cx, || reading.stream.subscribe()));
                    }
                    match reading.stream.read(READ_SIZE) {
                        // Not the end: that is told by `closed` alone.
                        Ok(data) if data.is_empty() => {
                            ready!(Wait::poll(&mut self.wait, cx, || reading.stream.subscribe()));
                        }
                        Ok(data) => return Poll::Ready(Some(Ok(data.into()))),
                        Err(error) => {
                            let state = self.take_state();
                            let State::Reading(reading) = state else { continue };
                            if let Some(error) = convert::stream_error(error) {
                                return Poll::Ready(Some(Err(origin.blame(error))));
                            }
                            self.state = match origin.at_end(reading) {
                                Some(trailers) => State::Trailers(trailers),
                                None => State::Ended(None),
                            };
                        }
                    }
                }
                State::Broken(_) => {
                    let State::Broken(error) = self.take_state() else { continue };
                    return Poll::Ready(Some(Err(error)));
                }
                State::Trailers(_) | State::Ended(_) => return Poll::Ready(None),
            }
        }
    }

    /// As [`poll_trailers`](Self::poll_trailers), of a body from there.
    pub(super) fn poll_fields_from(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<types::Fields>, Error>> {
        if let State::Trailers(trailers) = &self.state {
            let found = ready!(poll_trailers(&mut self.wait, trailers, cx));
            self.state = State::Ended(None);
            return Poll::Ready(found.map_err(|error| origin.blame(error)));
        }
        match &mut self.state {
            State::Ended(trailers) => Poll::Ready(Ok(trailers.take())),
            _ => Poll::Ready(Ok(None)),
        }
    }

    pub(super) fn take_state(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Ended(None))
    }

    /// The body's stream, to be spliced by the host.
    pub(super) fn start_reading(&mut self) -> Result<Reading, Error> {
        self.wait = None;
        match self.take_state() {
            State::Reading(reading) => Ok(reading),
            state => {
                self.state = state;
                self.start()
            }
        }
    }

    /// Opens the stream of a body that was not read yet.
    pub(super) fn start(&mut self) -> Result<Reading, Error> {
        match self.take_state() {
            State::Unread(body) => open(body),
            _ => Err(refused()),
        }
    }
}

/// Opens the stream of a body that was just taken.
#[inline(always)]
pub(super) fn open(body: types::IncomingBody) -> Result<Reading, Error> {
    match body.stream() {
        Ok(stream) => Ok(Reading { stream, body }),
        Err(()) => Err(refused()),
    }
}

#[cold]
pub(super) fn refused() -> Error {
    Error::new(ErrorKind::Body, "the host does not give the body away")
}

impl Reading {
    /// Ends a body whose stream was closed, for its trailers.
    pub(super) fn finish(self) -> FutureTrailers {
        let Self { stream, body } = self;
        drop(stream);
        types::IncomingBody::finish(body)
    }
}

pub(super) fn poll_trailers(
    wait: &mut Option<Wait>,
    trailers: &FutureTrailers,
    cx: &mut Context<'_>,
) -> Poll<Result<Option<types::Fields>, Error>> {
    loop {
        if wait.is_some() {
            ready!(Wait::poll(wait, cx, || trailers.subscribe()));
        } else {
            // The end was seen, so they mostly are there; but a host may want to be asked.
            let pollable = trailers.subscribe();
            if !pollable.ready() {
                ready!(Wait::poll(wait, cx, || pollable));
            }
        }
        if let Some(found) = found_trailers(trailers) {
            return Poll::Ready(found);
        }
    }
}

/// As [`poll_trailers`], and blocks the instance.
pub(super) fn block_for_trailers(
    trailers: &FutureTrailers,
) -> Result<Option<types::Fields>, Error> {
    loop {
        trailers.subscribe().block();
        if let Some(found) = found_trailers(trailers) {
            return found;
        }
    }
}

fn found_trailers(trailers: &FutureTrailers) -> Option<Result<Option<types::Fields>, Error>> {
    Some(match trailers.get()? {
        Ok(Ok(trailers)) => Ok(trailers),
        Ok(Err(code)) => {
            let error = Error::new(ErrorKind::Body, "the trailers did not arrive");
            Err(error.with_source(ErrorCode::from(code)))
        }
        // They were taken before.
        Err(()) => Ok(None),
    })
}
