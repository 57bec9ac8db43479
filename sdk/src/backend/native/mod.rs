//! The backend of `cargo test`: the same functions without WASI and a host.

pub(crate) mod client;
pub(crate) mod fields;
pub(crate) mod incoming;
mod incoming_body;
pub(crate) mod next;
mod pipe;
pub(crate) mod random;
pub(crate) mod reader;
pub(crate) mod run_loop;
pub(crate) mod serve;
pub(crate) mod stderr;
pub(crate) mod timer;
pub(crate) mod upstreams;
