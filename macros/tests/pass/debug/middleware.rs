#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::extract::State;
use doorway::http::{HeaderMap, StatusCode};
use doorway::middleware::{Next, from_fn, from_fn_with_state};
use doorway::{Request, Response, Router, debug_middleware};

#[debug_middleware]
async fn plain(request: Request, next: Next) -> Response {
    next.run(request).await
}

#[debug_middleware]
async fn guard(_: HeaderMap, request: Request, next: Next) -> Result<Response, StatusCode> {
    Ok(next.run(request).await)
}

#[debug_middleware]
async fn inferred(State(_): State<u32>, request: Request, next: Next) -> Response {
    next.run(request).await
}

#[debug_middleware(state = u32)]
async fn named(State(_): State<u32>, request: Request, next: doorway::middleware::Next) -> Response {
    next.run(request).await
}

fn main() {
    let _: Router = Router::new()
        .layer(from_fn(plain))
        .layer(from_fn(guard))
        .layer(from_fn_with_state(1, inferred))
        .layer(from_fn_with_state(1, named));
}
