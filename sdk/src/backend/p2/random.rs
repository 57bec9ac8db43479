//! Randomness for secrets.

#[cfg(feature = "cookies")]
use super::bindings::wasi::random::random::get_random_bytes;

/// Bytes that cannot be guessed.
#[cfg(feature = "cookies")]
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    get_random_bytes(N as u64).try_into().ok()
}

/// A number that cannot be guessed.
pub(crate) use super::bindings::wasi::random::random::get_random_u64 as number;
