//! The guest `files`, with doorway's features `env` and `fs`.
#![forbid(unsafe_code)]

#[path = "../../guests/examples/files.rs"]
mod files;
