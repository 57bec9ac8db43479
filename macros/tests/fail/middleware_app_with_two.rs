use doorway::middleware::NextComponent;
use doorway::{Router, http_middleware};

#[http_middleware]
fn front(next: NextComponent, other: NextComponent) -> Router {
    Router::new().route_service("/other", other).fallback_service(next)
}

fn main() {}
