//! Passing an incoming body on as an outgoing one: the host moves the bytes.

use std::future::poll_fn;
use std::task::{Context, Poll, Waker, ready};

use super::bindings::wasi::http::types::FutureTrailers;
use super::bindings::wasi::io::streams::StreamError;
use super::convert;
use super::origin::Origin;
use super::outgoing::Outgoing;
use super::reactor::Wait;
use super::reader::{Reading, block_for_trailers, poll_trailers};
use crate::backend::wasi::fields::IncomingFields;
use crate::body::{Trailers, Writing, Written, trailers};
use crate::error::{Error, ErrorKind};

/// Passes on all that is left of a body, and its trailers. Polled by hand, so that what is done at
/// the first poll, as it mostly is, needs no box.
struct Splice {
    // Above the stream, or the trailers, that it waits for.
    wait: Option<Wait>,
    left: Left,
    /// `None` once it is finished.
    outgoing: Option<Outgoing>,
    origin: Origin,
}

/// What is left of the body.
enum Left {
    Content(Reading),
    Trailers(FutureTrailers),
    Nothing,
}

impl Splice {
    fn new(reading: Reading, origin: Origin, outgoing: Outgoing) -> Self {
        Self { wait: None, left: Left::Content(reading), outgoing: Some(outgoing), origin }
    }

    /// Does what can be done now.
    fn start(mut self) -> Written {
        match self.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done.map(|()| None),
            Poll::Pending => Ok(Some(self.go_on())),
        }
    }

    /// Does the rest.
    fn go_on(mut self) -> Writing {
        Box::pin(poll_fn(move |cx| self.poll(cx)))
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            let Some(outgoing) = &mut self.outgoing else { return Poll::Ready(Ok(())) };
            match &self.left {
                Left::Content(reading) => {
                    let input = &reading.stream;
                    if self.wait.is_some() {
                        ready!(Wait::poll(&mut self.wait, cx, || input.subscribe()));
                    }
                    let ended = match outgoing.stream.splice(input, u64::MAX) {
                        // Not the end: either side may need time.
                        Ok(0) => match ready!(outgoing.poll_permit(cx)) {
                            Ok(()) => {
                                ready!(Wait::poll(&mut self.wait, cx, || input.subscribe()));
                                continue;
                            }
                            Err(error) => Err(error),
                        },
                        Ok(bytes) => {
                            outgoing.add(bytes);
                            continue;
                        }
                        Err(error) => end(error, outgoing, &self.origin),
                    };
                    let Left::Content(reading) = std::mem::replace(&mut self.left, Left::Nothing)
                    else {
                        continue;
                    };
                    if let Err(error) = ended {
                        self.origin.keep_reading(reading);
                        return Poll::Ready(Err(error));
                    }
                    if let Some(trailers) = self.origin.at_end(reading) {
                        self.left = Left::Trailers(trailers);
                    }
                }
                Left::Trailers(trailers) => {
                    let found = ready!(poll_trailers(&mut self.wait, trailers, cx));
                    let found = found.map_err(|error| self.origin.blame(error))?;
                    let found = found.map(|found| trailers::incoming(IncomingFields(found)));
                    return self.finish(found);
                }
                Left::Nothing => return self.finish(None),
            }
        }
    }

    fn finish(&mut self, trailers: Option<Box<dyn Trailers>>) -> Poll<Result<(), Error>> {
        Poll::Ready(self.outgoing.take().map_or(Ok(()), |outgoing| outgoing.finish(trailers)))
    }
}

/// Writes all that is left of a body, and its trailers.
pub(super) fn write(reading: Reading, origin: Origin, outgoing: Outgoing) -> Written {
    if !outgoing.may_block() {
        return Splice::new(reading, origin, outgoing).start();
    }
    match pass_on(reading, &origin, &outgoing) {
        Ok(trailers) => outgoing.finish(trailers).map(|()| None),
        Err(error) => Err(error),
    }
}

/// Passes on all that is left of a body, gives its trailers, and blocks the instance for that.
fn pass_on(
    reading: Reading,
    origin: &Origin,
    outgoing: &Outgoing,
) -> Result<Option<Box<dyn Trailers>>, Error> {
    let ended = loop {
        match outgoing.stream.blocking_splice(&reading.stream, u64::MAX) {
            Ok(bytes) => outgoing.add(bytes),
            Err(error) => break end(error, outgoing, origin),
        }
    };
    if let Err(error) = ended {
        origin.keep_reading(reading);
        return Err(error);
    }
    let found = match origin.at_end(reading) {
        Some(trailers) => block_for_trailers(&trailers).map_err(|error| origin.blame(error))?,
        None => None,
    };
    Ok(found.map(|found| trailers::incoming(IncomingFields(found))))
}

/// What the error of a splice means, which may be either side's.
fn end(error: StreamError, outgoing: &Outgoing, origin: &Origin) -> Result<(), Error> {
    outgoing.check_open()?;
    match error {
        StreamError::Closed => Ok(()),
        failed => Err(origin.blame(convert::stream_error(failed).unwrap_or_else(cut_off))),
    }
}

fn cut_off() -> Error {
    Error::new(ErrorKind::Body, "the body was cut off")
}
