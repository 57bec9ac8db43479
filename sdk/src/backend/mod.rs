//! The host: the only modules that use WASI, one folder for each version.
//!
//! `p2`, `p3` and `native` have the same files with the same functions; everything else is plain
//! Rust on `http`, `bytes` and `http-body`. Their common parts are next to them.

pub(crate) mod answer;
pub(crate) mod arrival;
pub(crate) mod message;
pub(crate) mod request_options;
pub(crate) mod target;
pub(crate) mod tasks;
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

pub(crate) use imp::client;
#[cfg(not(target_os = "wasi"))]
use imp::fields;
#[cfg(target_os = "wasi")]
pub(crate) use wasi::fields;
/// Like std's `eprintln!`, but always on one line.
macro_rules! log_line {
    ($($line:tt)*) => { $crate::shown::log_line(format_args!($($line)*)) };
}
pub(crate) use log_line;

pub(crate) use imp::incoming::{IncomingRequest, IncomingResponse};
pub(crate) use imp::next::NextHandler;
#[cfg(target_os = "wasi")]
pub(crate) use imp::outgoing::Outgoing;
pub(crate) use imp::random;
pub(crate) use imp::reader::Reader;
pub(crate) use imp::stderr;
pub(crate) use imp::timer::Timer;
#[cfg(doorway_p3)]
pub(crate) use imp::wire::Content as WireContent;
#[cfg(target_os = "wasi")]
pub(crate) use wasi::writer::{WriteBody, write_host, write_parts, write_wrapped};
