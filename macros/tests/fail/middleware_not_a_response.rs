use doorway::middleware::Next;
use doorway::{Request, http_middleware};

#[http_middleware]
async fn counts(request: Request, next: Next) -> usize {
    next.run(request).await.headers().len()
}

fn main() {}
