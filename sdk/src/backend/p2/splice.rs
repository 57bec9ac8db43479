//! Passing an incoming body on as an outgoing one: the host moves the bytes.

use std::future::poll_fn;

use super::bindings::wasi::io::streams::StreamError;
use super::convert;
use super::incoming::{IncomingBody, poll_trailers};
use super::outgoing::Outgoing;
use super::reactor::Wait;
use crate::body::Writing;
use crate::error::{Error, ErrorKind};

impl Outgoing {
    /// Passes on all that is left of a body, and its trailers.
    pub(super) fn splice(mut self, body: IncomingBody) -> Writing {
        Box::pin(async move {
            let origin = body.origin();
            let Some(reading) = body.into_reading()? else { return self.finish(None) };
            let mut wait = None;
            loop {
                let blocking = self.may_block();
                let spliced = if blocking {
                    self.stream.blocking_splice(&reading.stream, u64::MAX)
                } else {
                    self.stream.splice(&reading.stream, u64::MAX)
                };
                match spliced {
                    // Not the end: either side may need time.
                    Ok(0) if !blocking => {
                        poll_fn(|cx| self.poll_permit(cx)).await?;
                        let subscribe = || reading.stream.subscribe();
                        poll_fn(|cx| Wait::poll(&mut wait, cx, subscribe)).await;
                    }
                    Ok(_) => {}
                    Err(error) => {
                        // It may be either side's.
                        self.check_open()?;
                        match error {
                            StreamError::Closed => break,
                            failed => {
                                let error = convert::stream_error(failed).unwrap_or_else(cut_off);
                                return Err(origin.blame(error));
                            }
                        }
                    }
                }
            }
            let trailers = reading.finish();
            let mut wait = None;
            let trailers = poll_fn(|cx| poll_trailers(&mut wait, &trailers, cx)).await;
            self.finish(trailers.map_err(|error| origin.blame(error))?)
        })
    }
}

fn cut_off() -> Error {
    Error::new(ErrorKind::Body, "the body was cut off")
}
