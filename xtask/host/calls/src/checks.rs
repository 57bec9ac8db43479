//! The checks, by subject. Each is listed in `list.rs`.

use std::fmt::Display;

use doorway::client::{Client, IntoUrl, Response, redirect};
use http::HeaderMap;
use serde_json::Value;

pub(crate) mod auth;
pub(crate) mod bodies;
pub(crate) mod broken_bodies;
pub(crate) mod broken_heads;
pub(crate) mod conditions;
pub(crate) mod connections;
pub(crate) mod cookies;
pub(crate) mod crossing;
pub(crate) mod delays;
pub(crate) mod encodings;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod garbage;
pub(crate) mod long_bodies;
pub(crate) mod methods;
pub(crate) mod multipart;
pub(crate) mod pages;
pub(crate) mod ranges;
pub(crate) mod redirects;
pub(crate) mod retries;
pub(crate) mod side_by_side;
pub(crate) mod slow_servers;
pub(crate) mod statuses;
pub(crate) mod streams;
pub(crate) mod urls;
pub(crate) mod wire;

/// The response to a client with default settings.
async fn get(url: impl IntoUrl) -> Response {
    Client::new().get(url).send().await.unwrap()
}

/// The JSON of a response that must have status 200.
async fn told(response: Response) -> Value {
    assert_eq!(response.status(), 200, "{response:?}");
    response.json().await.unwrap()
}

/// A header field, once; empty if there is none.
#[track_caller]
fn field<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    assert!(headers.get_all(name).iter().count() < 2, "{name} more than once: {headers:?}");
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// A client that stays where it is.
fn staying() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

/// Text as a part of a query.
fn encoded(text: impl Display) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.to_string().bytes().map(byte).collect()
}
