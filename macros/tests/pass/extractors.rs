#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::extract::OriginalUri;
use doorway::http::{HeaderMap, Method};
use doorway::http_handler;

#[http_handler]
async fn handle(
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: String,
) -> String {
    format!("{method} {uri} {} {body}", headers.len())
}

fn main() {}
