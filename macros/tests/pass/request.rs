#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::{Request, http_handler};

/// Greets.
///
/// Attributes before and after this one are kept.
#[allow(unused_mut)]
#[http_handler]
#[allow(unused_assignments, unused_variables)]
pub async fn greet(#[allow(dead_code)] mut request: Request) -> String {
    let mut name = "nobody".to_owned();
    name = request.uri().path().trim_start_matches('/').to_owned();
    name
}

fn main() {}
