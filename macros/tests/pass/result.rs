#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::http::StatusCode;
use doorway::{Error, Request, Response, http_handler};

#[http_handler]
async fn handle(request: Request) -> Result<Response, (StatusCode, Error)>
{
    let _ = request;
    Ok(Response::default())
}

fn main() {}
