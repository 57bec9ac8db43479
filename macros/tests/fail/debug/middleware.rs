use doorway::debug_middleware;
use doorway::http::HeaderMap;
use doorway::middleware::Next;
use doorway::{Request, Response};

#[debug_middleware]
async fn without_next(request: Request) -> String {
    request.uri().to_string()
}

#[debug_middleware]
async fn next_not_last(next: Next, request: Request) -> Response {
    next.run(request).await
}

#[debug_middleware]
async fn next_twice(request: Request, next: Next, _: Next) -> Response {
    next.run(request).await
}

#[debug_middleware]
async fn next_alone(next: Next) -> Response {
    next.run(Request::default()).await
}

#[debug_middleware]
async fn request_not_last(request: Request, _: HeaderMap, next: Next) -> Response {
    next.run(request).await
}

#[debug_middleware]
async fn no_extractor(_: u32, request: Request, next: Next) -> Response {
    next.run(request).await
}

#[debug_middleware]
async fn not_a_response(request: Request, next: Next) -> Option<Response> {
    Some(next.run(request).await)
}

mod other {
    pub struct Next;
}

#[debug_middleware]
async fn another_next(_: Request, _: other::Next) {}

fn main() {}
