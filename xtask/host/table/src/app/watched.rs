//! Middlewares that watch a request on its way: limits of time, traces, the access log.

use doorway::extract::{Path, TraceContext};
use doorway::log::Logger;
use doorway::middleware::{AccessLogLayer, TimeoutLayer, TraceContextLayer};
use doorway::routing::{get, post};
use doorway::time::{Duration, sleep};
use doorway::{Body, Router};
use futures_util::stream;

use super::AppState;

/// How long nothing takes.
const LONG: Duration = Duration::from_secs(3600);

pub(super) fn routes() -> Router<AppState> {
    Logger::text().without_time().install();
    let limited = Router::new()
        .route("/limited/soon", get(async || "soon"))
        .route("/limited/late", get(async || sleep(LONG).await))
        .route("/limited/body", post(async |body: String| body))
        .layer(TimeoutLayer::new(Duration::from_millis(20)));
    let traced = Router::new()
        .route("/traced", get(trace))
        .route("/traced/child", get(child))
        .route("/traced/perhaps", get(perhaps))
        .layer(TraceContextLayer::new().sampled(false));
    let logged = Router::new()
        .route("/logged/{id}", get(async |Path(id): Path<u8>| id.to_string()))
        .route("/logged/stream", get(streamed))
        .layer(AccessLogLayer::new())
        .layer(TraceContextLayer::new());
    Router::new()
        .route("/untraced", get(trace))
        .route("/untraced/perhaps", get(perhaps))
        .merge(limited)
        .merge(traced)
        .merge(logged)
}

async fn trace(context: TraceContext) -> String {
    // Those that begin here are random.
    let ids = (context.trace_id(), context.parent_id());
    let begins_here = context.parent_id().is_none();
    let shown = if begins_here { "a new one".to_owned() } else { format!("{ids:?}") };
    format!("{shown} {} {:?}", context.is_sampled(), context.state())
}

/// The current context is the request's, and a child is of the same trace.
async fn child(context: TraceContext) -> String {
    let current = TraceContext::current();
    let is_current = current.is_some_and(|current| current.span_id() == context.span_id());
    let child = context.child();
    let is_new = child.span_id() != context.span_id();
    format!("{is_current} {is_new} {}", child.trace_id() == context.trace_id())
}

async fn perhaps(context: Option<TraceContext>) -> String {
    context.is_some().to_string()
}

async fn streamed() -> Body {
    Body::from_stream(stream::iter(["one", "two"].map(Ok::<_, std::io::Error>)))
}
