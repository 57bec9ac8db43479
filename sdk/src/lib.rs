//! The Rust SDK for HTTP components: axum's and reqwest's vocabulary on `wasi:http`.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `json` | on | `Json`, as an extractor and as a response; JSON to and from a client; extensions of [problems](response::Problem) |
//! | `query` | on | `Query`; queries of a [client's](client) requests |
//! | `form` | on | `Form`, as an extractor and as a response; forms of a client's requests |
//! | `tower` | off | layers of tower in `Router::layer`, services of tower as apps: see `tower` |
//! | `assets` | off | `Assets`: files that are embedded by rust-embed |
//! | `multipart` | off | [`Multipart`](extract::Multipart): forms with files; those of a client's requests |
//! | `cookies` | off | [cookie jars](extract::cookie): plain, signed and private; a client that [keeps cookies](client::cookie) |
//! | `headers` | off | [`TypedHeader`](extract::TypedHeader) over the `headers` crate |
//! | `idna` | off | hosts of URLs that are not ASCII; the tables for them weigh 155 kB |
//! | `log` | off | `AccessLogLayer`, and a [`Logger`](log::Logger) for what is logged with the log crate |
//! | `gzip` | off | a client asks for gzip and deflate, and [decodes](client::ClientBuilder::gzip) them |
//! | `charset` | off | [text](client::Response::text) of a client in every charset that browsers know |
//! | `p3` | off | WASI 0.3 in place of 0.2, where both are in one build too; components that stand in front of others ([`http_middleware`]); unstable |
//! | `env` | off | `std::env::var` works; the component then imports `wasi:cli/environment` and leaves the `wasi:http/proxy` world |
//! | `fs` | off | `std::fs` works, in the folders that the host gives; a component that uses it imports `wasi:filesystem` |
//!
//! # std in a component
//!
//! Of Rust's std a component has what the world `wasi:http/proxy` has: clocks, random seeds of hash
//! maps, a console. The rest fails as std does elsewhere, by an error that a program can handle,
//! and where a feature would help a line on stderr says so, once.
//!
//! | std | without features | |
//! |---|---|---|
//! | `env::var` | unset | works with `env`, as do `env::vars` and `env::set_var` |
//! | `fs`, methods of `Path` that ask for files | `NotFound`: nothing is opened, made or removed | works with `fs` |
//! | `env::current_dir` | `Unsupported` | `/` with `env` or `fs` |
//! | `env::temp_dir` | panics | std has none on WASI |
//! | `println!`, `eprintln!` | work, even where nobody takes what is written | with `fs` they panic then, as std does elsewhere |
//! | `io::stdin` | what the host gives, as a rule nothing; the component imports the terminals of `wasi:cli` | |
//! | `net::TcpStream`, `net::UdpSocket` | work where the host gives `wasi:sockets`, which the component then imports; they block the instance | a [`Client`] sends requests |
//! | `thread::spawn` | fails: there is one thread | [`task::spawn`] runs futures |
//! | `thread::sleep` | blocks the instance | [`time::sleep`] does not |
//! | `process::exit`, `process::abort`, panics | end the instance: its client gets 500 | |

// What only a host's requests or some features use: dead code is looked for with all features, on
// WASI 0.2. Of some of its ways of writing a body there is no need on 0.3.
#![cfg_attr(
    not(all(
        target_os = "wasi",
        not(doorway_p3),
        feature = "cookies",
        feature = "headers",
        feature = "json"
    )),
    allow(dead_code)
)]

pub use bytes;
pub use doorway_macros::{http_handler, http_middleware};
#[cfg(feature = "headers")]
#[doc(no_inline)]
pub use headers;
pub use http;
#[cfg(feature = "assets")]
pub use rust_embed;

mod backend;
pub mod body;
pub mod client;
mod content_type;
pub mod error;
mod extension;
pub mod extract;
#[cfg(feature = "form")]
mod form;
pub mod handler;
#[cfg(test)]
#[path = "../tests/support/inputs.rs"]
mod inputs;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "log")]
pub mod log;
pub mod middleware;
mod parameters;
pub mod request;
pub mod response;
pub mod router;
pub mod routing;
mod service;
mod shown;
pub mod task;
#[cfg(not(target_os = "wasi"))]
pub mod testing;
pub mod time;
#[cfg(feature = "tower")]
pub mod tower;
pub mod trace;
mod utf8;

#[doc(hidden)]
pub mod __private;

pub use body::Body;
pub use client::Client;
pub use error::{BoxError, Error, ErrorCode, ErrorKind};
pub use extension::Extension;
pub use extract::ext::{RequestExt, RequestPartsExt};
#[cfg(feature = "form")]
pub use form::Form;
pub use handler::Handler;
#[cfg(feature = "json")]
pub use json::Json;
pub use request::Request;
pub use response::{IntoResponse, Response};
pub use router::Router;
pub use service::Service;

/// The README's code compiles.
#[cfg(all(doctest, feature = "json", feature = "query"))]
#[doc = include_str!("../../README.md")]
struct Readme;
