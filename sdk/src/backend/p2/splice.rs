//! Passing an incoming body on as an outgoing one: the host moves the bytes.

use std::future::poll_fn;

use super::bindings::wasi::io::streams::{InputStream, StreamError};
use super::convert;
use super::outgoing::Outgoing;
use super::reactor::Wait;
use crate::backend::wasi::fields;
use crate::backend::wasi::incoming_body::IncomingBody;
use crate::backend::wasi::origin::Origin;
use crate::backend::wasi::writer;
use crate::body::{Content, Local, Writing};
use crate::error::{Error, ErrorKind};

/// Writes a body that came in.
pub(in crate::backend) fn write_incoming(body: Box<IncomingBody>, outgoing: Outgoing) -> Writing {
    Box::pin(write(body, outgoing))
}

/// Writes all that is left of a body, and its trailers.
async fn write(mut body: Box<IncomingBody>, mut outgoing: Outgoing) -> Result<(), Error> {
    if !body.keeps_to(outgoing.declared) || !body.reader.has_stream() {
        return writer::write_parts(outgoing, Content::Host(Local::new(body)).into()).await;
    }
    let IncomingBody { reader, origin, .. } = &mut *body;
    pass_on(reader.open()?, origin, &mut outgoing).await?;
    reader.end_stream(origin);
    let trailers = poll_fn(|cx| reader.poll_fields_from(origin, cx)).await?;
    outgoing.finish(trailers.and_then(|found| fields::of_trailers(found.into()))).await
}

/// Passes on all of a stream.
async fn pass_on(
    input: &InputStream,
    origin: &Origin,
    outgoing: &mut Outgoing,
) -> Result<(), Error> {
    let mut wait = None;
    // Tasks come and go only while this waits.
    let mut blocks = outgoing.may_block();
    loop {
        let spliced = if blocks {
            outgoing.stream.blocking_splice(input, u64::MAX)
        } else {
            outgoing.stream.splice(input, u64::MAX)
        };
        match spliced {
            // Not the end: either side may need time.
            Ok(0) if !blocks => {
                poll_fn(|cx| outgoing.poll_permit(cx)).await?;
                poll_fn(|cx| Wait::poll(&mut wait, cx, || input.subscribe())).await;
                blocks = outgoing.may_block();
            }
            Ok(bytes) => outgoing.count(bytes),
            Err(error) => {
                // It may be either side's.
                outgoing.check_open()?;
                return match error {
                    StreamError::Closed => Ok(()),
                    failed => Err(convert::stream_error(failed, origin)
                        .unwrap_or_else(|| origin.blame(cut_off()))),
                };
            }
        }
    }
}

fn cut_off() -> Error {
    Error::new(ErrorKind::Body, "the body was cut off")
}
