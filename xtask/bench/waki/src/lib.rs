//! The smallest app, after waki's documentation.

use waki::{ErrorCode, Request, Response, handler};

#[handler]
fn hello(_request: Request) -> Result<Response, ErrorCode> {
    Response::builder().body(b"Hello, world!").build()
}
