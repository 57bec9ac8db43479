//! The backends: the only modules that call WASI, one folder for each version, and one for `cargo test`.
//!
//! Each has the modules that this file names. What both versions of WASI do alike is in `wasi`, what all
//! three do in the files beside it.

pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod head;
#[cfg(target_os = "wasi")]
mod wasi;

#[cfg(all(target_os = "wasi", not(doorway_p3)))]
pub(crate) mod p2;
#[cfg(all(target_os = "wasi", not(doorway_p3)))]
pub(crate) use p2 as imp;

// If both are enabled in a build, this one is used.
#[cfg(doorway_p3)]
pub(crate) mod p3;
#[cfg(doorway_p3)]
pub(crate) use p3 as imp;

#[cfg(not(target_os = "wasi"))]
pub(crate) mod native;
#[cfg(not(target_os = "wasi"))]
use native as imp;

#[cfg(not(target_os = "wasi"))]
pub(crate) use imp::fields;
pub(crate) use imp::incoming::IncomingRequest;
pub(crate) use imp::next::NextHandler;
#[cfg(target_os = "wasi")]
pub(crate) use imp::outgoing::Outgoing;
#[cfg(all(target_os = "wasi", not(doorway_p3)))]
pub(crate) use imp::outgoing::expect_tasks;
pub(crate) use imp::reader::Reader;
#[cfg(doorway_p3)]
pub(crate) use imp::wire::{PassedOn, Readable};
#[cfg(all(not(target_os = "wasi"), feature = "config"))]
pub(crate) use native::config;
#[cfg(all(not(target_os = "wasi"), feature = "keyvalue"))]
pub(crate) use native::keyvalue;
#[cfg(not(target_os = "wasi"))]
pub(crate) use native::{
    incoming::IncomingResponse, random, run_loop::of_thread as tasks_of_thread, stderr,
    test_host::TestHost, timer::Timer,
};
#[cfg(all(target_os = "wasi", feature = "config"))]
pub(crate) use wasi::config;
#[cfg(all(target_os = "wasi", feature = "keyvalue"))]
pub(crate) use wasi::keyvalue;
#[cfg(all(target_os = "wasi", feature = "warm"))]
pub(crate) use wasi::warm;
#[cfg(target_os = "wasi")]
pub(crate) use wasi::writer::{WriteBody, write_host, write_parts, write_wrapped};
#[cfg(target_os = "wasi")]
pub(crate) use wasi::{fields, incoming::IncomingResponse, random, stderr, timer::Timer};
