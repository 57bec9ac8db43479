//! WASI 0.3: `wasi:http/handler` in, `wasi:http/client` out.

#[allow(unsafe_code, missing_docs, unreachable_pub, rustdoc::bare_urls)]
#[allow(clippy::semicolon_if_nothing_returned)]
#[rustfmt::skip]
pub mod bindings;

pub(crate) mod client;
pub(crate) mod convert;
pub(crate) mod incoming;
pub(crate) mod next;
mod operation;
pub(crate) mod outgoing;
pub(crate) mod reader;
#[allow(unreachable_pub)] // Named by the expansion of `#[http_handler]`.
pub mod serve;
pub(crate) mod stderr;
mod upload;
#[cfg(feature = "warm")]
#[allow(unreachable_pub)] // Named by the expansion of `#[http_handler]`.
pub mod warm;
pub(crate) mod wire;

use operation::Operation;
pub(super) use outgoing::write_incoming;

use std::task::{Context, Poll, ready};

use bindings::wasi::clocks::monotonic_clock::wait_until;
pub(in crate::backend) use bindings::wasi::http::types::{
    Request as OutgoingRequest, Response as OutgoingResponse,
};

/// A wait for an instant of the monotonic clock.
pub(in crate::backend) type ClockWait = Operation<()>;

/// Ready once the clock has reached an instant.
pub(in crate::backend) fn poll_instant(
    wait: &mut Option<ClockWait>,
    instant: u64,
    cx: &mut Context<'_>,
) -> Poll<()> {
    let waiting = wait.get_or_insert_with(|| Operation::new(wait_until(instant)));
    ready!(waiting.poll(cx));
    *wait = None;
    Poll::Ready(())
}
