use doorway::middleware::Next;
use doorway::{Request, Response, http_handler, http_middleware};

#[http_handler]
async fn hello() -> &'static str {
    "Hello, world!"
}

#[http_middleware]
async fn front(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn main() {}
