//! Markers that tell two blanket impls of `FromRequest` apart.

/// Needs the whole request.
#[derive(Debug)]
pub enum Request {}

/// Needs its head.
#[derive(Debug)]
pub enum Parts {}
