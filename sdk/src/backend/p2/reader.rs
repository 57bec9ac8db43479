//! Reading an incoming body: chunk by chunk, then its trailers.

use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::bindings::wasi::http::types::{self, FutureTrailers, InputStream};
use super::convert;
use super::reactor::Wait;
use crate::backend::wasi::fields;
use crate::backend::wasi::origin::Origin;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::message::READ_SIZE;

/// An incoming body, and how far it is read.
pub(crate) struct Reader {
    // Above the stream it waits for.
    wait: Option<Wait>,
    state: State,
    pub(in crate::backend) length: Length,
    /// Whether trailers are announced, of a response beside an upload.
    pub(super) has_trailers: bool,
}

enum State {
    Unread(types::IncomingBody),
    /// Its stream, which is the body's child and has to go first.
    Reading(InputStream, types::IncomingBody),
    /// Failed before it was read: an error that the next read returns.
    Broken(Error),
    Trailers(FutureTrailers),
    /// With the trailers, if they were found before they were asked for.
    Ended(Option<types::Fields>),
    /// At its end, and held for the connection.
    Held(#[expect(dead_code, reason = "it is there to be dropped")] types::IncomingBody),
}

/// The `content-length`.
pub(in crate::backend) enum Length {
    Known(Option<u64>),
    /// The length of a message that is kept for this, read on demand.
    OfRequest(types::IncomingRequest),
    OfResponse(types::IncomingResponse),
}

impl Length {
    pub(in crate::backend) fn get(&self) -> Option<u64> {
        match self {
            Self::Known(length) => *length,
            Self::OfRequest(request) => fields::content_length(&request.headers()),
            Self::OfResponse(response) => fields::content_length(&response.headers()),
        }
    }
}

impl Reader {
    pub(super) fn new(body: types::IncomingBody, length: Length) -> Self {
        Self { wait: None, state: State::Unread(body), length, has_trailers: false }
    }

    /// Of a body that was taken before there is nothing to read.
    pub(in crate::backend) fn empty() -> Self {
        let (state, length) = (State::Ended(None), Length::Known(None));
        Self { wait: None, state, length, has_trailers: false }
    }

    pub(in crate::backend) fn poll_data_from(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) => drop(self.open()?),
                State::Reading(stream, _) => {
                    if self.wait.is_some() {
                        ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe()));
                    }
                    match stream.read(READ_SIZE as u64) {
                        // Not the end, which only `closed` signals.
                        Ok(data) if data.is_empty() => {
                            ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe()));
                        }
                        Ok(data) => return Poll::Ready(Some(Ok(data.into()))),
                        Err(error) => match convert::stream_error(error, origin) {
                            Some(error) => {
                                self.state = State::Ended(None);
                                return Poll::Ready(Some(Err(error)));
                            }
                            None => self.end_stream(origin),
                        },
                    }
                }
                State::Broken(_) => {
                    let State::Broken(error) = self.take_state() else { continue };
                    return Poll::Ready(Some(Err(error)));
                }
                State::Trailers(_) | State::Ended(_) | State::Held(_) => return Poll::Ready(None),
            }
        }
    }

    /// The trailers of a body that is read; they are given once.
    pub(in crate::backend) fn poll_fields_from(
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

    /// The known length of the rest.
    pub(in crate::backend) fn left(&self) -> Option<u64> {
        match &self.state {
            State::Unread(_) => self.length.get(),
            State::Reading(..) | State::Broken(_) => None,
            State::Trailers(_) | State::Ended(_) | State::Held(_) => Some(0),
        }
    }

    /// Whether there is a stream to be read.
    pub(super) fn has_stream(&self) -> bool {
        matches!(self.state, State::Unread(_) | State::Reading(..))
    }

    /// Whether there is nothing left of it to hold.
    pub(in crate::backend) fn is_over(&self) -> bool {
        matches!(self.state, State::Broken(_) | State::Trailers(_) | State::Ended(_))
    }

    /// Whether all of its stream was read.
    pub(super) fn is_drained(&self) -> bool {
        !self.has_stream()
    }

    /// Takes what comes and throws it away. The body stays: it holds the connection.
    pub(in crate::backend) fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let _ = self.open();
        let State::Reading(stream, _) = &self.state else { return Poll::Ready(()) };
        loop {
            if self.wait.is_some() {
                ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe()));
            }
            match stream.skip(u64::MAX) {
                Ok(0) => ready!(Wait::poll(&mut self.wait, cx, || stream.subscribe())),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        if let State::Reading(stream, body) = self.take_state() {
            drop(stream);
            self.state = State::Held(body);
        }
        Poll::Ready(())
    }

    /// Whether it is at its end, without trailers: a read of no bytes tells whether there will be
    /// any, and takes none.
    pub(in crate::backend) fn is_found_empty(&mut self, origin: &Origin) -> bool {
        if self.left() == Some(0) {
            return true;
        }
        let Ok(stream) = self.open() else { return false };
        let Err(error) = stream.read(0) else { return false };
        // It may have been polled before: then its stream has a child, which must go first.
        self.wait = None;
        if let Some(error) = convert::stream_error(error, origin) {
            // Hosts tell it once, and then the stream is closed as if that was its end.
            self.state = State::Broken(error);
            return false;
        }
        self.finish();
        if let State::Trailers(trailers) = &self.state
            && trailers.subscribe().ready()
            && let Some(Ok(Ok(fields))) = trailers.get()
        {
            self.state = State::Ended(unless_empty(fields));
        }
        matches!(self.state, State::Ended(None))
    }

    /// As [`is_found_empty`](Self::is_found_empty), once the host can tell.
    pub(in crate::backend) fn poll_found_empty(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<bool> {
        if self.is_found_empty(origin) {
            return Poll::Ready(true);
        }
        let Self { wait, state: State::Reading(stream, _), .. } = self else {
            return Poll::Ready(false);
        };
        ready!(Wait::poll(wait, cx, || stream.subscribe()));
        Poll::Ready(self.is_found_empty(origin))
    }

    fn take_state(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Ended(None))
    }

    /// The stream, opened if it was not.
    pub(super) fn open(&mut self) -> Result<&InputStream, Error> {
        if matches!(self.state, State::Unread(_))
            && let State::Unread(body) = self.take_state()
        {
            let stream = body.stream().map_err(|()| refused())?;
            self.state = State::Reading(stream, body);
        }
        match &self.state {
            State::Reading(stream, _) => Ok(stream),
            _ => Err(refused()),
        }
    }

    /// Goes on to the trailers, after the stream was closed. If an upload needs the body, there are
    /// none: to ask for them ends the upload. Unless some are announced: to wait for the upload would
    /// keep those waiting who end it at the response's end.
    pub(super) fn end_stream(&mut self, origin: &Origin) {
        self.wait = None;
        if self.has_trailers || !origin.upload().is_some_and(|upload| upload.goes_on()) {
            return self.finish();
        }
        if let State::Reading(stream, body) = self.take_state() {
            drop(stream);
            self.state = State::Held(body);
        }
    }

    fn finish(&mut self) {
        if let State::Reading(stream, body) = self.take_state() {
            drop(stream);
            self.state = State::Trailers(types::IncomingBody::finish(body));
        }
    }
}

/// Trailers, if there are any: jco gives a body without them fields of none, and takes none back.
fn unless_empty(trailers: Option<types::Fields>) -> Option<types::Fields> {
    trailers.filter(|trailers| !trailers.entries().is_empty())
}

#[cold]
fn refused() -> Error {
    Error::new(ErrorKind::Body, "the host does not give the body away")
}

fn poll_trailers(
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
        let Some(found) = trailers.get() else { continue };
        return Poll::Ready(match found {
            Ok(Ok(trailers)) => Ok(unless_empty(trailers)),
            Ok(Err(code)) => {
                let error = Error::new(ErrorKind::Body, "the trailers did not arrive");
                Err(error.with_source(ErrorCode::from(code)))
            }
            // They were taken before.
            Err(()) => Ok(None),
        });
    }
}
