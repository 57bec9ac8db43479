//! The backend of `cargo test`: the same functions without WASI and a host.

pub(crate) mod client;
#[cfg(feature = "config")]
pub(crate) mod config;
pub(crate) mod fields;
pub(crate) mod incoming;
mod incoming_body;
#[cfg(feature = "keyvalue")]
pub(crate) mod keyvalue;
pub(crate) mod next;
mod pipe;
pub(crate) mod random;
pub(crate) mod reader;
pub(crate) mod run_loop;
pub(crate) mod serve;
pub(crate) mod stderr;
pub(crate) mod test_host;
pub(crate) mod timer;
pub(crate) mod upstreams;
