//! HTTP over [wRPC](https://github.com/bytecodealliance/wrpc) on TCP: requests as invocations of `wrpc:http`, both ways.
//!
//! A [`Client`] invokes, a [`Server`] answers, and a [`Gateway`] makes invocations of the requests of HTTP. Each
//! invocation has a connection of its own. Bodies and trailers stream, with memory that does not depend on the reader; a
//! body that is not whole never looks whole; who gives up cancels the other end. There is neither encryption nor
//! authentication: the addresses are to be those of a private network.

mod client;
mod code;
mod error;
mod frames;
mod gateway;
mod head;
mod inflow;
mod invocation;
mod io;
mod limits;
mod link;
mod outflow;
mod received;
mod server;
mod transport;
mod window;

pub use client::Client;
pub use code::{DnsErrorPayload, ErrorCode, FieldSizePayload, TlsAlertReceivedPayload, status};
pub use error::{Error, Result};
pub use gateway::Gateway;
pub use head::{RequestOptions, without_hop_by_hop};
pub use inflow::peak_held;
pub use limits::{CHUNK, HELD, WINDOW};
pub use received::Received;
pub use server::{Interface, Server};
pub use window::peak;

use std::sync::Arc;

/// The bindings, generated from `wit/wrpc`.
#[allow(missing_docs, unreachable_pub, rust_2018_idioms, clippy::all, dead_code)]
mod bindings {
    wit_bindgen_wrpc::generate!({
        path: "wit",
        world: "interfaces",
        generate_all,
    });
}

/// Where lines are logged.
#[derive(Clone)]
pub struct Log(Arc<dyn Fn(&str) + Send + Sync>);

impl Log {
    /// A log that hands each line to a function.
    pub fn new(line: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(line))
    }

    /// Writes a line.
    pub fn line(&self, line: impl AsRef<str>) {
        (self.0)(line.as_ref());
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Log")
    }
}
