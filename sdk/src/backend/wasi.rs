//! What the two versions of WASI have in common: of `imp` they name what is alike in both.

pub(crate) mod convert;
pub(crate) mod fields;
#[cfg(target_env = "p2")]
mod libc;
