#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::{IntoResponse, Request, http_handler};

#[http_handler]
async fn handle(Request { .. }: Request) -> Result<impl IntoResponse, impl IntoResponse> {
    if false { Err("") } else { Ok(String::new()) }
}

fn main() {}
