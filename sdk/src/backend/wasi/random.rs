//! Randomness for secrets.

#[cfg(feature = "cookies")]
use crate::backend::imp::bindings::wasi::random::random::get_random_bytes;

/// Bytes that cannot be guessed.
#[cfg(feature = "cookies")]
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    // A host may return fewer at a time.
    let mut bytes = Vec::with_capacity(N);
    while bytes.len() < N {
        bytes.extend(get_random_bytes((N - bytes.len()) as u64));
    }
    bytes.try_into().ok()
}

/// A number that cannot be guessed.
pub(crate) use crate::backend::imp::bindings::wasi::random::random::get_random_u64 as number;
