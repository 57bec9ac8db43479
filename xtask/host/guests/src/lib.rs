//! Common code of the guest programs in `examples/`.

pub mod contract;

use doorway::Request;

/// The value of a query parameter; values are taken as they are.
pub fn parameter<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let pairs = request.uri().query()?.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, v)| v)
}

/// A query parameter that is a number; 0 without one.
pub fn number(request: &Request, name: &str) -> u64 {
    parameter(request, name).and_then(|value| value.parse().ok()).unwrap_or(0)
}
