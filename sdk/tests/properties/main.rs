//! Properties of everything that reads input from outside, for valid, mutated and random input.
//!
//! `cargo xtask properties` runs them with more cases than `cargo test` does. Properties of private
//! functions are in modules named `properties` beside these.

mod build_script;
#[path = "../../src/inputs.rs"]
mod inputs;

#[cfg(all(feature = "assets", feature = "headers"))]
mod assets;
mod client_cookies;
#[cfg(feature = "multipart")]
mod client_multipart;
mod cookies;
mod debug;
#[cfg(feature = "json")]
mod json_lines;
mod logs;
#[cfg(feature = "multipart")]
mod multipart;
#[cfg(feature = "form")]
mod pairs;
mod problems;
#[cfg(feature = "protobuf")]
mod protobuf;
mod sse;
mod targets;
mod together;
#[cfg(feature = "macros")]
mod typed_paths;
mod urls;
