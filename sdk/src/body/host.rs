//! [`HostBody`]: a body that came in.

use std::task::{Context, Poll};

#[cfg(doorway_p3)]
use http::HeaderMap;
use http::StatusCode;

use super::Part;
#[cfg(target_os = "wasi")]
use super::Writing;
use crate::error::Error;
#[cfg(target_os = "wasi")]
use crate::port::{self, Outgoing, WriteBody};
#[cfg(doorway_p3)]
use crate::port::{PassedOn, Readable};

/// The body of a request or a response that came in, and that the host may pass on by itself.
pub(crate) trait HostBody {
    /// The next part; `None` is the end.
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>>;

    /// The length of what is left of it, if that is known.
    fn left(&self) -> Option<u64>;

    /// The length of the whole that its sender declared, also while it is read.
    fn declared_length(&self) -> Option<u64> {
        self.left()
    }

    /// Whether it is known to be at its end, without trailers, without waiting.
    fn is_found_empty(&mut self) -> bool {
        self.left() == Some(0)
    }

    /// As [`is_found_empty`](Self::is_found_empty), once there is something to tell it by.
    fn poll_found_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool>;

    /// Says that nobody will ask for trailers.
    fn forgo_trailers(&mut self) {}

    /// The status that answers a body over its limit.
    fn too_large_status(&self) -> StatusCode {
        StatusCode::PAYLOAD_TOO_LARGE
    }

    /// Writes what is left of it to a host.
    #[cfg(target_os = "wasi")]
    fn write(self: Box<Self>, outgoing: Outgoing) -> Writing;

    /// The function that writes it to a host. Behind a method, so that only components with such
    /// bodies link it.
    #[cfg(target_os = "wasi")]
    fn writer(&self) -> WriteBody {
        port::write_host
    }

    /// Gives the host what came from it, if it is whole and has that length.
    #[cfg(doorway_p3)]
    fn hand_over(&mut self, declared: Option<u64>) -> Option<Readable>;

    /// Gives the host the response that it is the body of, if that came with this head and nothing was
    /// read of it.
    #[cfg(doorway_p3)]
    fn pass_on(&mut self, _status: StatusCode, _headers: &HeaderMap) -> Option<PassedOn> {
        None
    }
}
