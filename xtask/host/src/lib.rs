//! Everything in this repository that needs wasmtime: a server for one component, the deterministic
//! measurements that budgets are written in, and the helpers of the tests that run guests.
//!
//! A component gets the `wasi:http/proxy` world and nothing else, so whatever starts here starts on
//! any host of that world. The exceptions are `wasi:cli/environment`, `wasi:keyvalue` and `wasi:config`,
//! for components that ask for them.

mod app;
mod body;
pub mod budgets;
pub mod contract;
pub mod engine;
mod error;
mod exchange;
mod instance;
pub mod linker;
mod log;
pub mod measure;
mod output;
mod server;
mod service;
pub mod testing;
mod worker;

pub use app::{App, Caller};
pub use doorway_host_wasi::Outgoing as SendsRequests;
pub use doorway_host_wasi::Sending;
pub use doorway_stores as stores;
pub use error::{Error, Result};
pub use instance::{Instance, Linked};
pub use log::{Capture, Log};
pub use server::{Options, Outgoing, Server};
pub use service::Refusal;
pub use wasmtime_wasi_http::{Error as HttpError, RequestOptions, WasiBody, default_send_request};
