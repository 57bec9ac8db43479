//! Guests at work: every program in `guests/examples` and every example, served and measured as a
//! host would.

mod examples;
mod measure;
mod server;

/// One constant for each program. One that no test mentions does not compile.
#[deny(dead_code)]
mod guests {
    include!(concat!(env!("OUT_DIR"), "/guests.rs"));
}

use bytes::Bytes;
use http::Request;
use http_body_util::{Empty, Full};

/// A request without a body.
fn get(path: &str) -> Request<Empty<Bytes>> {
    Request::get(path).body(Empty::new()).unwrap()
}

/// A request with a body that is there at once.
fn post(path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::post(path).body(Full::new(body.into())).unwrap()
}
