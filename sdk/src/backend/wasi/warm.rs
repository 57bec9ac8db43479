//! Warming the app when a component is built.

use std::hash::{BuildHasher, RandomState};
use std::hint::black_box;
use std::mem::forget;

use crate::Service;
use crate::backend::answer;
use crate::warm::Warming;

/// Begins. Until the app is built, std's hash maps have a fixed seed.
pub fn begin() {
    forget(Warming::begin());
}

/// Draws the seed of std's hash maps, which is kept for all maps of an instance: `doorway build` restores the memory in
/// which it is kept.
pub fn draw_hash_seed() {
    black_box(RandomState::new().build_hasher());
}

/// Builds the app, and ends.
pub fn build_app<S: Service + 'static>(build: fn() -> S) {
    let _ends = Warming::begin();
    answer::app(build).warm();
}
