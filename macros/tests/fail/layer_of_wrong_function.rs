use doorway::http::HeaderMap;
use doorway::middleware::{Next, from_fn};
use doorway::{Request, Response, Router, http_handler};

async fn guard(request: Request, _: HeaderMap, next: Next) -> Response {
    next.run(request).await
}

async fn plain(request: Request, next: Next) -> Response {
    next.run(request).await
}

#[http_handler]
fn app() -> Router {
    Router::new().layer(from_fn(guard)).layer(plain)
}

fn main() {}
