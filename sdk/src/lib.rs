//! The Rust SDK for HTTP components: axum's and reqwest's vocabulary on `wasi:http`.
//!
//! # Examples
//!
//! ```
//! use doorway::extract::Path;
//! use doorway::{Router, http_handler, routing::get};
//!
//! async fn hello(Path(name): Path<String>) -> String {
//!     format!("Hello, {name}!")
//! }
//!
//! #[http_handler]
//! fn app() -> Router {
//!     Router::new().route("/hello/{name}", get(hello))
//! }
//! # let response = doorway::testing::TestClient::new(app()).get("/hello/Ford").send();
//! # assert_eq!(response.text(), "Hello, Ford!");
//! ```
//!
//! Built for `wasm32-wasip2` with `crate-type = ["cdylib"]`, this is a component that any host of
//! `wasi:http` runs: `wasmtime serve hello.wasm`. The modules are [`extract`] for requests,
//! [`response`] for responses, [`router`] and [`middleware`] for apps, [`client`] for requests to
//! other services, and `testing` for tests under `cargo test`.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `json` | on | `Json`, an extractor and response; JSON to and from a client; extensions of [problems](response::Problem) |
//! | `query` | on | `Query`; queries of a [client's](client) requests |
//! | `form` | on | `Form`, an extractor and response; forms of a client's requests |
//! | `macros` | off | derives of extractors; [`debug_handler`] for messages of the compiler that are about one argument |
//! | `tower` | off | layers of tower in `Router::layer`, services of tower as apps: see `tower` |
//! | `assets` | off | `Assets`: files that are embedded by rust-embed |
//! | `multipart` | off | [`Multipart`](extract::Multipart): forms with files, also for a client's requests |
//! | `cookies` | off | [cookie jars](extract::cookie): plain, signed and private; a client's [cookie store](client::cookie) |
//! | `headers` | off | [`TypedHeader`] for the `headers` crate |
//! | `erased-json` | off | `json!`, an [`ErasedJson`](response::ErasedJson) of a literal |
//! | `protobuf` | off | `Protobuf`, an extractor and response for messages of prost |
//! | `async-read-body` | off | `AsyncReadBody`: a body of tokio's `AsyncRead` |
//! | `idna` | off | URLs with hosts that are not ASCII; the tables weigh 155 kB |
//! | `log` | off | `AccessLogLayer`, and a [`Logger`](log::Logger) for the log crate |
//! | `gzip` | off | gzip and deflate in responses to a client, which it [decodes](client::ClientBuilder::gzip) |
//! | `charset` | off | a client's [text](client::Response::text) in every charset of browsers |
//! | `anyhow` | off | `anyhow::Result` of a handler: an error of it is answered with 500 |
//! | `keyvalue` | off | [key-value stores](keyvalue), for state that lasts; a component that uses one imports `wasi:keyvalue` |
//! | `config` | off | the [configuration](config) by the host; a component that reads it imports `wasi:config` |
//! | `warm` | off | what `doorway build --warm` calls, which enables this feature by itself: see [`warm()`] |
//! | `p3` | off | WASI 0.3 in place of 0.2, for all crates of a build; components that stand in front of others ([`http_middleware`]); unstable |
//! | `env` | off | `std::env::var`; the component then imports `wasi:cli/environment` and leaves the `wasi:http/proxy` world |
//! | `fs` | off | `std::fs`, in the folders that the host gives; a component that uses it imports `wasi:filesystem` |
//!
//! # std in a component
//!
//! A component has the parts of std that the world `wasi:http/proxy` covers: clocks, random seeds of
//! hash maps, a console. The rest fails with an error, as std does elsewhere. If a feature would
//! help, a line on stderr names it, once.
//!
//! | std | without features | |
//! |---|---|---|
//! | `env::var` | unset | works with `env`, as do `env::vars` and `env::set_var` |
//! | `fs`, methods of `Path` that use files | `NotFound`: nothing is opened, created or removed | works with `fs` |
//! | `env::current_dir` | `Unsupported` | `/` with `env` or `fs` |
//! | `env::temp_dir` | panics | std has none on WASI |
//! | `println!`, `eprintln!` | work, even if the host closes the stream | with `fs` they panic then, as std does elsewhere |
//! | `io::stdin` | the host's input, usually none; the component imports the terminals of `wasi:cli` | |
//! | `net::TcpStream`, `net::UdpSocket` | work where the host gives `wasi:sockets`, which the component then imports; they block the instance | send requests with a [`Client`] |
//! | `thread::spawn` | fails: there is one thread | run futures with [`task::spawn`] |
//! | `thread::sleep` | blocks the instance | use [`time::sleep`] |
//! | `process::exit`, `process::abort`, panics | end the instance: its client gets 500 | |

#![cfg_attr(docsrs, feature(doc_cfg))]
// Dead code is checked with all features on WASI 0.2; other builds do not use all of the code.
#![cfg_attr(
    not(all(
        target_os = "wasi",
        not(doorway_p3),
        feature = "charset",
        feature = "cookies",
        feature = "gzip",
        feature = "headers",
        feature = "json",
        feature = "multipart"
    )),
    allow(dead_code)
)]

pub use bytes;
#[cfg(feature = "macros")]
pub use doorway_macros::{debug_handler, debug_middleware};
pub use doorway_macros::{http_handler, http_middleware};
#[cfg(feature = "headers")]
#[doc(no_inline)]
pub use headers;
pub use http;
#[cfg(feature = "assets")]
pub use rust_embed;

mod backend;
// The ports get the backend from here, so that no module below it names it.
use backend as host;
pub mod body;
pub mod client;
#[cfg(feature = "config")]
pub mod config;
pub mod either;
pub mod error;
#[cfg(feature = "tower")]
pub mod error_handling;
mod escape;
pub mod extract;
mod from_axum;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod handler;
#[cfg(test)]
mod inputs;
#[cfg(feature = "json")]
mod json;
/// [`JsonLines`](extract::JsonLines): an extractor and response of JSON, line by line.
#[cfg(feature = "json")]
pub mod json_lines {
    #[doc(no_inline)]
    pub use crate::extract::json_lines::JsonLines;
    pub use crate::extract::json_lines::{AsExtractor, AsResponse};
}
#[cfg(feature = "keyvalue")]
pub mod keyvalue;
#[cfg(feature = "log")]
pub mod log;
mod message;
pub mod middleware;
#[cfg(all(target_os = "wasi", target_env = "p2"))]
mod page;
mod parameters;
mod pattern;
mod port;
/// [`Protobuf`](protobuf::Protobuf): an extractor and response in Protocol Buffers.
#[cfg(feature = "protobuf")]
pub mod protobuf {
    pub use crate::extract::protobuf::{Protobuf, ProtobufDecodeError, ProtobufRejection};
}
pub mod request;
mod request_options;
pub mod response;
pub mod router;
pub mod routing;
mod service;
mod shown;
mod target;
pub mod task;
#[cfg(not(target_os = "wasi"))]
pub mod testing;
pub mod time;
#[cfg(feature = "tower")]
pub mod tower;
pub mod trace;
mod utf8;
mod warm;

#[doc(hidden)]
pub mod __private;

pub use body::Body;
pub use client::Client;
pub use error::{BoxError, Error, ErrorCode, ErrorKind};
#[doc(inline)]
pub use extract::Extension;
#[cfg(feature = "form")]
#[doc(inline)]
pub use extract::Form;
#[cfg(feature = "json")]
#[doc(inline)]
pub use extract::Json;
#[cfg(feature = "headers")]
#[doc(no_inline)]
pub use extract::TypedHeader;
pub use extract::ext::{RequestExt, RequestPartsExt};
#[cfg(feature = "headers")]
#[doc(no_inline)]
pub use extract::typed_header;
pub use handler::Handler;
pub use request::Request;
pub use response::{IntoResponse, Response};
pub use router::Router;
pub use service::{IntoService, Service};
pub use warm::warm;

#[cfg(feature = "tower")]
pub use tower::ServiceExt;

/// The README's code compiles.
#[cfg(all(doctest, feature = "json", feature = "query"))]
#[doc = include_str!("../../README.md")]
struct Readme;
