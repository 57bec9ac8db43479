//! A gRPC service.
//!
//! tonic generates the service from `proto/shelf.proto`, as on a server. Only its transport is
//! another one: the host's HTTP/2, which brings the trailers that gRPC ends a response with.

use doorway::http_handler;
use doorway::tower::{FromTower, from_tower};

use proto::shelf_server::ShelfServer;

mod shelf;
#[cfg(test)]
mod tests;

/// The code that tonic generates.
#[allow(missing_docs, unreachable_pub, clippy::all)]
mod proto {
    tonic::include_proto!("shelf.v1");
}

/// The app.
#[http_handler]
pub fn app() -> FromTower<ShelfServer<shelf::Books>> {
    from_tower(ShelfServer::new(shelf::Books))
}
