//! WASI 0.2: `wasi:http/incoming-handler` in, `wasi:http/outgoing-handler` out.

#[allow(unsafe_code, missing_docs, unreachable_pub, rustdoc::bare_urls)]
#[allow(clippy::semicolon_if_nothing_returned)]
#[rustfmt::skip]
pub mod bindings;

pub(crate) mod client;
pub(crate) mod convert;
pub(crate) mod incoming;
pub(crate) mod next;
pub(crate) mod outgoing;
mod reactor;
pub(crate) mod reader;
mod run_loop;
#[allow(unreachable_pub)] // Named by the expansion of `#[http_handler]`.
pub mod serve;
mod splice;
pub(crate) mod stderr;
mod upload;
#[cfg(feature = "warm")]
#[allow(unreachable_pub)] // Named by the expansion of `#[http_handler]`.
pub mod warm;

pub(in crate::backend) use bindings::wasi::http::types::{OutgoingRequest, OutgoingResponse};
pub(in crate::backend) use reactor::{Wait as ClockWait, poll_instant};
pub(super) use splice::write_incoming;
