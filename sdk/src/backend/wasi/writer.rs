//! Writing a body to the host.
//!
//! [`write()`] asks the [content](Content) for the function that writes it, so that a component carries
//! those alone whose kinds of content it makes.

use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::fields;
use crate::Body;
use crate::backend::imp::outgoing::Outgoing;
use crate::body::{Content, Effect, Part, Source, Wrapped, Writing};
use crate::error::Error;
use crate::message::{self, LengthCheck};

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
pub(crate) fn write_parts(mut outgoing: Outgoing, body: Body) -> Writing {
    if body.is_timed() {
        outgoing.suit(Effect::Timed);
    }
    if let Some(bytes) = body.as_bytes()
        && let Err(error) = message::check_length(outgoing.declared, bytes.len() as u64)
    {
        return failed(error);
    }
    match body.into_source() {
        Ok(source) => Box::pin(pass_parts(outgoing, source)),
        Err(error) => failed(error),
    }
}

async fn pass_parts(mut outgoing: Outgoing, mut source: Pin<Box<dyn Source>>) -> Result<(), Error> {
    let mut length = LengthCheck::new(outgoing.declared);
    let mut trailers = None;
    let mut has_ended = false;
    let mut poll_chunk = |outgoing: &mut Outgoing, cx: &mut Context<'_>| {
        // Asked for more, a body that has ended may wait forever.
        if has_ended {
            return Poll::Ready(Ok(None));
        }
        loop {
            match source.as_mut().poll_part(cx) {
                Poll::Ready(Some(Ok(Part::Data(chunk)))) => {
                    if length.add(&chunk)? {
                        let left = outgoing.write(&chunk)?.len();
                        if left > 0 {
                            return Poll::Ready(Ok(Some((chunk, left))));
                        }
                    }
                }
                Poll::Ready(Some(Ok(Part::Trailers(found)))) => {
                    trailers = Some(found);
                    break;
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                Poll::Ready(None) => break,
                Poll::Pending => {
                    outgoing.flush();
                    return Poll::Pending;
                }
            }
        }
        has_ended = true;
        Poll::Ready(Ok(length.end()?.map(|last| {
            let left = last.len();
            (last, left)
        })))
    };
    // A chunk for some of which there is no room at once, or which was held back to the end.
    while let Some((chunk, left)) = poll_fn(|cx| poll_chunk(&mut outgoing, cx)).await? {
        outgoing.send(chunk, left).await?;
    }
    outgoing.finish(trailers.and_then(|trailers| fields::of_trailers(*trailers))).await
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

/// Writes nothing, and fails: the host aborts the message.
pub(in crate::backend) fn failed(error: Error) -> Writing {
    Box::pin(ready(Err(error)))
}
