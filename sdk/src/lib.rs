#![doc = include_str!("front_page.md")]
// Items that this build may not have are linked to at docs.rs, except there.
#![cfg_attr(not(docsrs), doc = include_str!("links.md"))]
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
#[doc(alias("fetch", "http client", "reqwest"))]
pub mod client;
#[cfg(feature = "config")]
#[doc(alias("env", "environment", "secret", "settings"))]
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
#[doc(alias("cache", "database", "kv", "persistence", "redis", "storage"))]
pub mod keyvalue;
#[cfg(feature = "log")]
#[doc(alias("env_logger", "logging", "tracing"))]
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
#[doc(alias("mock", "test"))]
pub mod testing;
pub mod time;
#[cfg(feature = "tower")]
#[doc(alias("CorsLayer", "compression", "cors", "request_id", "session"))]
pub mod tower;
#[doc(alias("opentelemetry", "tracing"))]
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
