//! Randomness of the operating system.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::warm::refuse;

#[cfg(feature = "cookies")]
pub(crate) fn bytes<const N: usize>() -> Option<[u8; N]> {
    refuse("draws random numbers");
    let mut bytes = [0; N];
    getrandom::getrandom(&mut bytes).ok()?;
    Some(bytes)
}

/// From the seed of std's hash maps, which is random enough for tests.
pub(crate) fn number() -> u64 {
    refuse("draws a random number");
    RandomState::new().hash_one(())
}
