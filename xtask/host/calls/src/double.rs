//! Doubles of servers: what the real ones answer, as far as the checks look at it, as apps of
//! doorway's.

use doorway::extract::Query;
use doorway::{Request, Router};

mod auth;
mod conditions;
mod cookies;
mod delays;
mod echo;
mod encodings;
mod faults;
mod nginx;
mod pages;
mod ranges;
mod redirects;
mod seen;
mod statuses;
mod streams;

pub use faults::faults;
pub use nginx::nginx;

/// Answers as httpbin does.
pub fn httpbin() -> Router {
    Router::new()
        .merge(auth::routes())
        .merge(conditions::routes())
        .merge(cookies::routes())
        .merge(delays::routes())
        .merge(echo::routes())
        .merge(encodings::routes())
        .merge(pages::routes())
        .merge(ranges::routes())
        .merge(redirects::routes())
        .merge(statuses::routes())
        .merge(streams::routes())
}

/// The parameters of the query, decoded.
fn pairs(request: &Request) -> Vec<(String, String)> {
    Query::try_from_uri(request.uri()).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// One of them.
fn parameter(request: &Request, name: &str) -> Option<String> {
    pairs(request).into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// One that is a number.
fn number<T: std::str::FromStr>(request: &Request, name: &str, default: T) -> T {
    parameter(request, name).and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// A header field as text; empty if there is none.
fn field<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// `http://` and the authority that was asked.
fn origin(request: &Request) -> String {
    format!("http://{}", request.uri().authority().map_or("", |authority| authority.as_str()))
}
