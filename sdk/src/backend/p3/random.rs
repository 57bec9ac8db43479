//! Randomness for secrets.

#[cfg(feature = "cookies")]
use super::bindings::wasi::random::random::get_random_bytes;

/// Bytes that nobody can guess.
#[cfg(feature = "cookies")]
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    // A host may give fewer at a time.
    let mut bytes = Vec::with_capacity(N);
    while bytes.len() < N {
        bytes.extend(get_random_bytes((N - bytes.len()) as u64));
    }
    bytes.try_into().ok()
}

/// A number that nobody can guess.
pub(crate) use super::bindings::wasi::random::random::get_random_u64 as number;
