//! What the two versions of WASI have in common: of `imp` they name what is alike in both.

pub(crate) mod convert;
pub(crate) mod fields;
pub(super) mod incoming_body;
#[cfg(target_env = "p2")]
mod libc;
pub(super) mod origin;
pub(super) mod upload;
pub(crate) mod writer;
