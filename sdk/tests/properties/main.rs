//! Properties of everything that reads input from outside, for valid, mutated and random input.
//!
//! `cargo xtask properties` runs them with more cases than `cargo test` does. Properties of private
//! functions are in modules named `properties` beside these.

#[path = "../support/inputs.rs"]
mod inputs;

#[cfg(all(feature = "assets", feature = "headers"))]
mod assets;
#[cfg(feature = "multipart")]
mod client_multipart;
mod client_cookies;
mod cookies;
mod debug;
#[cfg(feature = "multipart")]
mod multipart;
mod sse;
mod logs;
mod problems;
