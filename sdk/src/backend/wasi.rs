//! The common code of both versions of WASI. `imp` is the version that is built, `p2` or `p3`, whose files
//! have the calls that differ.

pub(super) mod client;
#[cfg(feature = "config")]
pub(crate) mod config;
pub(crate) mod convert;
pub(crate) mod fields;
pub(super) mod incoming;
pub(super) mod incoming_body;
#[cfg(feature = "keyvalue")]
pub(crate) mod keyvalue;
#[cfg(target_env = "p2")]
mod libc;
pub(super) mod origin;
pub(crate) mod random;
pub(super) mod serve;
pub(crate) mod stderr;
pub(crate) mod timer;
pub(super) mod upload;
#[cfg(feature = "warm")]
#[allow(unreachable_pub)] // Named by the expansion of `#[http_handler]`.
pub mod warm;
pub(crate) mod writer;
