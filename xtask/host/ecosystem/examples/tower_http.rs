//! Layers of tower-http: all that need neither tokio's timers nor C.

use doorway::http::{HeaderName, HeaderValue, StatusCode, header};
use doorway::routing::{get, post};
use doorway::{Extension, Router, http_handler};
use tower_http::add_extension::AddExtensionLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::metrics::InFlightRequestsLayer;
use tower_http::propagate_header::PropagateHeaderLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::sensitive_headers::SetSensitiveHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::set_status::SetStatusLayer;
use tower_http::trace::TraceLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const TRACE: HeaderName = HeaderName::from_static("x-trace");
const MADE: HeaderName = HeaderName::from_static("x-request-id");

#[http_handler]
fn app() -> Router {
    let (in_flight, _counter) = InFlightRequestsLayer::pair();
    let teapot = get("tea").layer(SetStatusLayer::new(StatusCode::IM_A_TEAPOT));
    let json = post("taken").layer(ValidateRequestHeaderLayer::accept("application/json"));
    Router::new()
        .route("/long", get(long))
        .route("/shout", post(async |text: String| text.to_uppercase()))
        .route("/teapot", teapot)
        .route("/json", json)
        .layer(AddExtensionLayer::new(1_000_usize))
        .layer(RequestDecompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(1_000))
        .layer(CompressionLayer::new())
        .layer(CsrfLayer::new())
        .layer(CorsLayer::permissive())
        .layer(PropagateHeaderLayer::new(TRACE))
        .layer(PropagateRequestIdLayer::new(MADE))
        .layer(SetRequestIdLayer::new(MADE, MakeRequestUuid))
        .layer(SetSensitiveHeadersLayer::new([header::AUTHORIZATION]))
        .layer(SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF))
        .layer(TraceLayer::new_for_http())
        .layer(in_flight)
}

async fn long(Extension(length): Extension<usize>) -> String {
    "tea ".repeat(length)
}
