//! The response body on its way from the guest to the client.

use crate::exchange::{Entry, Exchange};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use wasmtime_wasi_http::{Error, WasiBody};

/// Passes a guest's body on, notes who is waiting for whom, and knows in the end whether the client
/// got all of it.
pub(crate) struct Delivery {
    body: WasiBody,
    exchange: Arc<Exchange>,
    entry: Entry,
    /// The number of bytes of `content-length` that are still missing.
    missing: Option<u64>,
    /// Whether the head is all there is. wasmtime does not tell it of bodies of WASI 0.3, and gRPC's
    /// clients take an error from a head only if that ends the stream.
    is_empty: bool,
    over: Over,
}

/// How the body ended, if it did.
enum Over {
    No,
    Complete,
    /// It was cut off. The connection gets this error after the bytes that came before.
    Broken(Option<Error>),
}

impl Delivery {
    /// `missing` is what the response promises to send, if it does.
    pub(crate) fn new(
        body: WasiBody,
        exchange: Arc<Exchange>,
        entry: Entry,
        missing: Option<u64>,
    ) -> Self {
        Self { body, exchange, entry, missing, is_empty: missing == Some(0), over: Over::No }
    }

    /// The instance failed: what it sent must not look complete, whatever the end looks like.
    fn fault(&mut self) -> Option<Error> {
        self.exchange.fault().map(|why| Error::InternalError(Some(why.to_owned())))
    }
}

impl Body for Delivery {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = self.get_mut();
        if let Over::Broken(error) = &mut this.over {
            return Poll::Ready(error.take().map(Err));
        }
        this.exchange.guest_is_on();
        let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        this.exchange.client_is_on();

        let error = match frame {
            Some(Ok(frame)) => {
                match (frame.data_ref(), &mut this.missing) {
                    (Some(data), Some(missing)) => {
                        *missing = missing.saturating_sub(data.len() as u64);
                    }
                    (Some(_), None) => {}
                    (None, _) => this.over = Over::Complete,
                }
                return Poll::Ready(Some(Ok(frame)));
            }
            Some(Err(error)) => this.fault().unwrap_or(error),
            None => match this.fault() {
                Some(fault) => fault,
                None => {
                    this.over = Over::Complete;
                    return Poll::Ready(None);
                }
            },
        };
        this.entry.note = Some(match &error {
            Error::InternalError(Some(why)) => format!("aborted: {why}"),
            Error::HttpProtocolError => "aborted: the guest did not finish the body".to_owned(),
            error => format!("aborted: {error}"),
        });
        this.over = Over::Broken(Some(error));
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.is_empty || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if matches!(self.over, Over::No) && self.missing != Some(0) && !self.body.is_end_stream() {
            self.entry.note = Some("the connection ended before the body".to_owned());
        }
        // The guest may still run, but no connection waits for it, and not forever.
        self.exchange.guest_is_on();
    }
}
