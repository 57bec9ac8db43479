//! Outgoing bodies of responses and requests.

#[cfg(feature = "log")]
use std::cell::Cell;
#[cfg(feature = "log")]
use std::rc::Rc;

use bytes::Bytes;

use super::bindings::wasi::http::types::Fields;
use super::wire::{self, Ends, Readable};
use crate::Body;
use crate::backend::wasi::incoming_body::IncomingBody;
use crate::backend::wasi::writer;
use crate::body::{self, Effect, Local, Writing};
use crate::error::Error;
use crate::message;

/// An outgoing body that is being written.
///
/// Dropped before it is finished, on any failure, the host aborts the message.
pub(crate) struct Outgoing {
    ends: Ends,
    /// The message's `content-length`, which the body has to keep to.
    pub(in crate::backend) declared: Option<u64>,
    /// The number of bytes written so far.
    #[cfg(feature = "log")]
    written: Option<Rc<Cell<u64>>>,
}

/// Begins to write a body: what the host gets of it, and what is left to be done. That is nothing if
/// it came from the host and nobody has to see it pass.
pub(super) fn begin(mut body: Body, declared: Option<u64>) -> (Readable, Option<Writing>) {
    if let Some(content) = body.hand_over(declared) {
        return (content, None);
    }
    let (ends, content) = wire::body();
    (content, Some(write(ends, body, declared)))
}

fn write(mut ends: Ends, body: Body, declared: Option<u64>) -> Writing {
    match body.writer() {
        Ok(Some(write)) => {
            let outgoing = Outgoing {
                ends,
                declared,
                #[cfg(feature = "log")]
                written: None,
            };
            write(outgoing, body)
        }
        Ok(None) => Box::pin(async move {
            let bytes = body.into_bytes();
            message::check_length(declared, bytes.len() as u64)?;
            ends.write(bytes).await?;
            ends.finish(None).await
        }),
        Err(error) => writer::failed(error),
    }
}

impl Outgoing {
    /// Nothing is written without being waited for.
    pub(in crate::backend) fn write<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        Ok(bytes)
    }

    /// Writes a chunk, of which all is left.
    pub(in crate::backend) async fn send(&mut self, chunk: Bytes, _: usize) -> Result<(), Error> {
        #[cfg(feature = "log")]
        let length = chunk.len() as u64;
        self.ends.write(chunk).await?;
        #[cfg(feature = "log")]
        if let Some(written) = &self.written {
            written.update(|written| written + length);
        }
        Ok(())
    }

    /// Written bytes are sent at once.
    pub(in crate::backend) fn flush(&self) {}

    /// Writes from here on as a wrapper needs it.
    pub(in crate::backend) fn suit(&mut self, _effect: Effect<'_>) {
        #[cfg(feature = "log")]
        if let Effect::Counted(written) = _effect {
            self.written = Some(written.clone());
        }
    }

    /// Ends the body.
    pub(in crate::backend) async fn finish(self, trailers: Option<Fields>) -> Result<(), Error> {
        self.ends.finish(trailers).await
    }
}

/// Writes a body that came in.
pub(in crate::backend) fn write_incoming(body: Box<IncomingBody>, outgoing: Outgoing) -> Writing {
    writer::write_parts(outgoing, body::Content::Host(Local::new(body)).into())
}
