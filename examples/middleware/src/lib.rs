//! Middlewares: an app's own functions, doorway's layers, and tower-http's.
//!
//! | route | answer | middlewares, beside those around everything |
//! |---|---|---|
//! | `GET /` | a long text | |
//! | `GET /me` | the token's user | `signed_in`, `for_one_only` |
//! | `POST /notes` | the length of the note | the same, and a limit for bodies |
//! | `GET /patience/{milliseconds}` | a text after that time | a time limit |
//! | `GET /admin` | a page for operators | a check of the request's head, by tower-http |

use doorway::extract::{DefaultBodyLimit, Extension, Path, TraceContext};
use doorway::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HeaderValue,
    REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use doorway::http::{HeaderName, Method};
use doorway::log::Logger;
use doorway::middleware::{
    AccessLogLayer, TimeoutLayer, TraceContextLayer, from_fn_with_state, map_response,
};
use doorway::response::IntoResponse;
use doorway::routing::{get, post};
use doorway::time::{Duration, sleep};
use doorway::{Json, Response, Router, http_handler};
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::sensitive_headers::SetSensitiveHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

#[cfg(test)]
mod tests;
mod user;

use user::{Tokens, User, operators_only, signed_in};

/// The origin whose pages may read the answers.
const FRONTEND: HeaderValue = const { HeaderValue::from_static("https://app.example") };

/// The time limit of a handler.
const PATIENCE: Duration = Duration::from_millis(500);

const REQUEST_ID: HeaderName = const { HeaderName::from_static("x-request-id") };

/// The app. A layer is around everything added before it, so the last one is the outermost.
#[http_handler]
pub fn app() -> Router {
    Logger::text().install();
    let personal = Router::new()
        .route("/me", get(me))
        .route("/notes", post(note).layer(DefaultBodyLimit::max(1024)))
        // Around these routes only: an unknown path is a 404 for everybody.
        .route_layer(from_fn_with_state(Tokens::known(), signed_in))
        .route_layer(map_response(for_one_only));
    let admin = Router::new()
        .route("/", get(|| async { "all is well\n" }))
        .layer(ValidateRequestHeaderLayer::custom(operators_only));

    Router::new()
        .route("/", get(article))
        .route("/patience/{milliseconds}", get(wait).layer(TimeoutLayer::new(PATIENCE)))
        .merge(personal)
        .nest("/admin", admin)
        // A tuple converts a request to tower's once for several layers, the first of which is the
        // outermost.
        .layer((
            SetSensitiveHeadersLayer::new([AUTHORIZATION, COOKIE, SET_COOKIE]),
            SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid),
            PropagateRequestIdLayer::new(REQUEST_ID),
            secure(X_CONTENT_TYPE_OPTIONS, "nosniff"),
            secure(REFERRER_POLICY, "no-referrer"),
            secure(CONTENT_SECURITY_POLICY, "default-src 'none'"),
            CorsLayer::new()
                .allow_origin(FRONTEND)
                .allow_methods([Method::GET, Method::POST])
                .allow_headers([AUTHORIZATION, CONTENT_TYPE])
                .expose_headers([REQUEST_ID]),
            CompressionLayer::new(),
        ))
        .layer(TraceContextLayer::new())
        .layer(AccessLogLayer::new())
}

/// A security header, unless the handler has set it.
fn secure(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// A middleware that changes the response only: caches must not store a user's own data.
async fn for_one_only(response: Response) -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], response)
}

async fn article() -> String {
    "A text that says the same again and again is made small on its way.\n".repeat(40)
}

async fn wait(Path(milliseconds): Path<u64>) -> &'static str {
    sleep(Duration::from_millis(milliseconds)).await;
    "Thank you for waiting.\n"
}

#[derive(Serialize)]
struct Me {
    name: &'static str,
    /// The id of this request's lines in the log.
    request: String,
    /// The id of the trace in the logs of all services.
    trace: String,
}

/// Data of three middlewares: the user is an extension by `signed_in`, the id one by tower-http,
/// and the trace is doorway's.
async fn me(
    Extension(user): Extension<User>,
    Extension(id): Extension<RequestId>,
    trace: TraceContext,
) -> Json<Me> {
    let request = String::from_utf8_lossy(id.header_value().as_bytes()).into_owned();
    Json(Me { name: user.name, request, trace: trace.trace_id().to_string() })
}

async fn note(Extension(user): Extension<User>, text: String) -> String {
    format!("{} wrote {} bytes\n", user.name, text.len())
}
