//! The backend of `cargo test`: no WASI, no host, the same functions.

pub(crate) mod client;
pub(crate) mod incoming;
pub(crate) mod outgoing;
pub(crate) mod reactor;
pub(crate) mod serve;
pub(crate) mod timer;
