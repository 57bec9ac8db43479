//! Natively randomness is the operating system's.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

#[cfg(feature = "cookies")]
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::getrandom(&mut bytes).ok()?;
    Some(bytes)
}

/// By the seed of std's hash maps: unlike any other number, which is enough for tests.
pub(crate) fn number() -> u64 {
    RandomState::new().hash_one(())
}
