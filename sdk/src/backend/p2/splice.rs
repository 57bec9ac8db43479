//! Passing an incoming body on as an outgoing one: the host moves the bytes.

use std::future::poll_fn;

use super::bindings::wasi::http::types::Fields;
use super::bindings::wasi::io::streams::{InputStream, StreamError};
use super::convert;
use super::incoming_body::IncomingBody;
use super::origin::Origin;
use super::outgoing::Outgoing;
use super::reactor::Wait;
use super::reader::{poll_trailers, wait_for_trailers};
use crate::body::Writing;
use crate::error::{Error, ErrorKind};

impl Outgoing {
    /// Passes on all that is left of a body, and its trailers, while nothing else could run.
    pub(super) fn splice_blocking(self, body: IncomingBody) -> Result<(), Error> {
        let origin = body.origin();
        let reading = body.into_reading()?;
        loop {
            match self.stream.blocking_splice(&reading.stream, u64::MAX) {
                Ok(bytes) => self.add(bytes),
                Err(error) => match self.is_end(error, &origin) {
                    Ok(()) => break,
                    Err(error) => {
                        origin.keep_reading(reading);
                        return Err(error);
                    }
                },
            }
        }
        let Some(trailers) = origin.at_end(reading) else { return self.finish(None) };
        let found = wait_for_trailers(&trailers).map_err(|error| origin.blame(error))?;
        self.finish_with(found)
    }

    /// Passes on all that is left of a body, and its trailers.
    pub(super) fn splice(mut self, body: IncomingBody) -> Writing {
        Box::pin(async move {
            let origin = body.origin();
            let reading = body.into_reading()?;
            let passed = self.pass(&reading.stream, &origin).await;
            if let Err(error) = passed {
                origin.keep_reading(reading);
                return Err(error);
            }
            let Some(trailers) = origin.at_end(reading) else { return self.finish(None) };
            let mut wait = None;
            let found = poll_fn(|cx| poll_trailers(&mut wait, &trailers, cx)).await;
            let found = found.map_err(|error| origin.blame(error))?;
            self.finish_with(found)
        })
    }

    /// Passes on a stream to its end.
    async fn pass(&mut self, input: &InputStream, origin: &Origin) -> Result<(), Error> {
        let mut wait = None;
        loop {
            match self.stream.splice(input, u64::MAX) {
                // Not the end: either side may need time.
                Ok(0) => {
                    poll_fn(|cx| self.poll_permit(cx)).await?;
                    poll_fn(|cx| Wait::poll(&mut wait, cx, || input.subscribe())).await;
                }
                Ok(bytes) => self.add(bytes),
                Err(error) => return self.is_end(error, origin),
            }
        }
    }

    /// Whether a splice ended because the body did. It may be either side's doing.
    fn is_end(&self, error: StreamError, origin: &Origin) -> Result<(), Error> {
        self.check_open()?;
        match error {
            StreamError::Closed => Ok(()),
            failed => {
                let error = convert::stream_error(failed).unwrap_or_else(cut_off);
                Err(origin.blame(error))
            }
        }
    }

    /// Some hosts bring trailers that are empty, and take none at all.
    fn finish_with(self, found: Option<Fields>) -> Result<(), Error> {
        self.finish(found.filter(|trailers| !trailers.entries().is_empty()))
    }
}

fn cut_off() -> Error {
    Error::new(ErrorKind::Body, "the body was cut off")
}
