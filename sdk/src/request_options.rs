//! [`RequestOptions`]: the time limits that a host keeps for a request.

use std::time::Duration;

/// Time limits of one request, with the names of
/// [`wasi:http`'s `request-options`](https://github.com/WebAssembly/wasi-http/blob/v0.2.0/wit/types.wit).
///
/// Default: the host's limits. Durations longer than 584 years are cut to that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestOptions {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) first_byte_timeout: Option<Duration>,
    pub(crate) between_bytes_timeout: Option<Duration>,
}

impl RequestOptions {
    /// The host's limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the time until connected.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Limits the time from then until the first byte of the response.
    pub fn first_byte_timeout(mut self, limit: Duration) -> Self {
        self.first_byte_timeout = Some(limit);
        self
    }

    /// Limits the time between two chunks of the response's body.
    pub fn between_bytes_timeout(mut self, limit: Duration) -> Self {
        self.between_bytes_timeout = Some(limit);
        self
    }
}
