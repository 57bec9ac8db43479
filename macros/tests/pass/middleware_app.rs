//! Layers around the component behind.

use doorway::middleware::{NextComponent, TraceContextLayer};
use doorway::{Router, Service, http_middleware};

#[http_middleware]
fn front(next: NextComponent) -> impl Service {
    Router::new().fallback_service(next).layer(TraceContextLayer::new())
}

fn main() {
    let _ = front(NextComponent::from_service(|_: doorway::Request| async { "behind" }));
}
