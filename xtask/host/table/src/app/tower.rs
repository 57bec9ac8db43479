//! Layers and services of tower's among those of doorway's.

use std::convert::Infallible;

use doorway::extract::{MatchedPath, Path};
use doorway::http::{Method, Request, Response, StatusCode};
use doorway::routing::{get, post};
use doorway::tower::from_tower;
use doorway::{Body, Router};
use tower_http::cors::{Any, CorsLayer};
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::set_status::SetStatusLayer;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::PUT]);
    let shared =
        Router::new().route("/tower/cors", get(async || "shared").put(async || "put")).layer(cors);
    let numbered = Router::new()
        .route("/tower/id/{id}", get(matched))
        .route("/tower/body", post(async |body: String| body))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(Seventeen));
    let service = tower::service_fn(async |request: Request<Body>| {
        Ok::<_, Infallible>(Response::new(Body::from(request.uri().path().to_owned())))
    });
    Router::new()
        .route(
            "/tower/status",
            get(async || "tea").layer(SetStatusLayer::new(StatusCode::IM_A_TEAPOT)),
        )
        .nest_service("/tower/service", from_tower(service))
        .nest_service("/tower/failing", from_tower(tower::service_fn(failing)))
        .merge(shared)
        .merge(numbered)
}

#[derive(Clone)]
struct Seventeen;

impl MakeRequestId for Seventeen {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        "17".parse().ok().map(RequestId::new)
    }
}

/// The results of routing pass through the layers.
async fn matched(path: MatchedPath, Path(id): Path<u8>) -> String {
    format!("{} {id}", path.as_str())
}

async fn failing(_: Request<Body>) -> Result<Response<Body>, std::io::Error> {
    Err(std::io::ErrorKind::BrokenPipe.into())
}
