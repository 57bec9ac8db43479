//! The library of the command `doorway`, which this repository's own tasks use, too. It is no stable interface.

pub mod app;
pub mod build;
pub mod cargo_build;
pub mod command;
pub mod component;
pub mod compose;
pub mod failure;
pub mod inspect;
#[cfg(feature = "serve")]
mod interrupt;
pub mod new;
#[cfg(feature = "serve")]
pub mod serve;
pub mod table;
pub mod toolchain;
#[cfg(feature = "serve")]
mod warm;
pub mod wasi;
pub mod workspace;
pub mod world;
#[cfg(feature = "wrpc")]
pub mod wrpc;
