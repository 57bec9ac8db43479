//! Writing a body to the host.
//!
//! [`write()`] asks the [content](Content) for the function that writes it, so that a component carries
//! those alone whose kinds of content it makes.

use std::future::{poll_fn, ready};

use super::fields;
use crate::Body;
use crate::backend::imp::outgoing::Outgoing;
use crate::backend::message::{self, LengthCheck};
use crate::body::{Content, Part, Wrapped, Writing};
use crate::error::Error;

/// Writes a body as the content of an outgoing message, and ends that.
pub(crate) type WriteBody = fn(Outgoing, Body) -> Writing;

/// Writes a body of any kind.
pub(in crate::backend) fn write(outgoing: Outgoing, body: Body) -> Writing {
    match body.writer() {
        Ok(write) => write.unwrap_or(write_parts)(outgoing, body),
        Err(error) => failed(error),
    }
}

/// Writes a body part by part.
pub(crate) fn write_parts(outgoing: Outgoing, body: Body) -> Writing {
    Box::pin(pass_parts(outgoing, body))
}

async fn pass_parts(mut outgoing: Outgoing, mut body: Body) -> Result<(), Error> {
    if let Some(bytes) = body.as_bytes() {
        message::check_length(outgoing.declared, bytes.len() as u64)?;
    }
    let mut length = LengthCheck::new(outgoing.declared);
    let mut trailers = None;
    loop {
        let part = poll_fn(|cx| {
            let part = body.poll_part(cx);
            if part.is_pending() {
                outgoing.flush();
            }
            part
        });
        match part.await {
            Some(Ok(Part::Data(mut chunk))) => {
                if length.add(&chunk)? {
                    outgoing.send(&mut chunk).await?;
                }
            }
            Some(Ok(Part::Trailers(found))) => trailers = Some(found),
            Some(Err(error)) => return Err(error),
            None => break,
        }
    }
    if let Some(mut last) = length.end()? {
        outgoing.send(&mut last).await?;
    }
    outgoing.finish(trailers.and_then(fields::of_trailers)).await
}

/// Writes a body that came in.
pub(crate) fn write_host(outgoing: Outgoing, body: Body) -> Writing {
    match body.into_content() {
        Content::Host(body) => match body.into_inner() {
            Ok(body) => body.write(outgoing),
            Err(error) => failed(error),
        },
        content => write(outgoing, content.into()),
    }
}

/// Writes a body and what goes along with it.
pub(crate) fn write_wrapped(mut outgoing: Outgoing, body: Body) -> Writing {
    let Wrapped { body, wrapper } = match body.into_content() {
        Content::Wrapped(wrapped) => *wrapped,
        content => return write(outgoing, content.into()),
    };
    let mut wrapper = match wrapper.into_inner() {
        Ok(wrapper) => wrapper,
        Err(error) => return failed(error),
    };
    outgoing.suit(wrapper.effect());
    let mut writing = write(outgoing, body);
    Box::pin(poll_fn(move |cx| wrapper.poll_writing(&mut writing, cx)))
}

fn failed(error: Error) -> Writing {
    Box::pin(ready(Err(error)))
}
