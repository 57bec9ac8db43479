//! The seven routes of the contract app, written on WASI 0.3's bindings with nothing of doorway: what
//! its figures on 0.3 are compared with.
//!
//! It does what one would do who knows both WASI and the app, and no more.
#![allow(unsafe_code, reason = "the bindings are generated")]

mod answer;
mod body;
mod fanout;
mod json;
// These keep std inside of the world, so that both run on the same hosts.
#[cfg(target_env = "p2")]
#[path = "../../../../../sdk/src/backend/wasi/libc.rs"]
#[allow(unexpected_cfgs, reason = "doorway's features and its build script's")]
mod libc;
#[cfg(target_env = "p2")]
#[path = "../../../../../sdk/src/backend/wasi/stderr.rs"]
mod lines;
#[cfg(target_env = "p2")]
#[path = "../../../../../sdk/src/backend/p3/stderr.rs"]
mod stderr;
mod upstream;

/// The names of doorway that both use.
#[cfg(target_env = "p2")]
mod backend {
    pub(crate) mod imp {
        pub(crate) use crate::stderr;
    }
}

#[cfg(target_env = "p2")]
mod shown {
    macro_rules! log_line {
        ($($line:tt)*) => { crate::lines::write_line(format_args!($($line)*)) };
    }
    pub(crate) use log_line;
}

#[allow(missing_docs, unreachable_pub, clippy::semicolon_if_nothing_returned)]
mod bindings {
    wit_bindgen::generate!({ path: "../../../wit/p3", world: "doorway:sdk/p3", generate_all });
}

use answer::{Answer, TEXT};
use bindings::exports::wasi::http::handler::Guest;
use bindings::wasi::http::types::{ErrorCode, Method, Request, Response};

struct Component;

bindings::export!(Component with_types_in bindings);

impl Guest for Component {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let target = request.get_path_with_query().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let method = request.get_method();
        let answer = Answer { is_head: matches!(method, Method::Head) };
        Ok(match (&method, path) {
            (Method::Get | Method::Head, "/hello") => answer.full(TEXT, b"Hello, world!".into()),
            (Method::Get | Method::Head, "/stream") => body::stream(query, answer),
            (Method::Get | Method::Head, "/proxy") => upstream::proxy(query, answer).await,
            (Method::Get | Method::Head, "/fanout") => fanout::fanout(query, answer).await,
            (Method::Post, "/json") => json::sum(request, answer).await,
            (Method::Post, "/echo") => body::echo(request, answer),
            (_, "/hello" | "/stream" | "/proxy" | "/fanout" | "/json" | "/echo") => {
                answer.empty(405)
            }
            (method, path) => match json::ids(path) {
                Some(ids) if matches!(method, Method::Get | Method::Head) => {
                    json::user_post(ids, answer)
                }
                Some(_) => answer.empty(405),
                None => answer.empty(404),
            },
        })
    }
}

/// The value of a query parameter.
fn parameter<'a>(query: &'a str, name: &str) -> Option<std::borrow::Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value)
}
