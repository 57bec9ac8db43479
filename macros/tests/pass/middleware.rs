//! A middleware as `from_fn` takes it.

use doorway::http::HeaderMap;
use doorway::middleware::Next;
use doorway::{Request, Response, http_middleware};

#[http_middleware]
async fn tell(_: HeaderMap, request: Request, next: Next) -> Response {
    next.run(request).await
}

fn main() {
    // It is still a function that a test can call.
    let _ = tell;
}
