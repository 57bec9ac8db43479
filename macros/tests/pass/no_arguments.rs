#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::http_handler;

#[http_handler]
async fn hello() -> &'static str {
    "Hello, world!"
}

fn main() {}
