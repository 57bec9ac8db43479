//! Which handler answers which request.

use doorway::extract::{MatchedPath, OriginalUri, Path};
use doorway::http::{Method, StatusCode, Uri};
use doorway::routing::{MethodFilter, any, delete, get, on, options, patch, post, put};
use doorway::{Request, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let methods = Router::new()
        .route("/route/get", get(async || "got"))
        .route(
            "/route/all",
            get(async || "get")
                .post(async || "post")
                .put(async || "put")
                .patch(async || "patch")
                .delete(async || "delete"),
        )
        .route("/route/no-get", post(async || "post").delete(async || "delete"))
        .route("/route/head", get(async || "get").head(async || [("x-head", "of its own")]))
        .route("/route/options", get(async || "get").options(async || "what there is"))
        .route("/route/only-options", options(async || "options"))
        .route("/route/any", any(async |method: Method| method.to_string()))
        .route(
            "/route/any-but",
            get(async || "get").fallback(async |method: Method| format!("other: {method}")),
        )
        .route(
            "/route/on",
            on(MethodFilter::PUT.or(MethodFilter::PATCH), async |method: Method| {
                method.to_string()
            }),
        )
        .route("/route/apart", get(async || "get"))
        .route("/route/apart", put(async || "put"))
        .route("/route/merged", get(async || "get").merge(delete(async || "delete")))
        .route_service("/route/service", async |request: Request| request.method().to_string())
        .route("/route/trace", patch(async || "patch").trace(async || "trace"));
    let paths = Router::new()
        .route("/paths/fixed", get(async || "fixed"))
        .route("/paths/{one}", get(async |Path(one): Path<String>| format!("one {one}")))
        .route("/paths/{one}/two", get(async |Path(one): Path<String>| format!("two {one}")))
        .route("/paths/fixed/{*rest}", get(async |Path(rest): Path<String>| format!("rest {rest}")))
        .route("/paths/slash/", get(async || "with a slash"))
        .route("/paths/v{version}/x", get(async |Path(version): Path<u8>| version.to_string()))
        .route("/paths/{{braces}}", get(async || "braces"))
        .route("/paths/größer", get(async || "größer"))
        .route("/paths/gr%C3%B6%C3%9Fer", get(async || "encoded"));
    let fallback =
        Router::new().route("/fallback/there", get(async || "there")).method_not_allowed_fallback(
            async |method: Method| (StatusCode::METHOD_NOT_ALLOWED, format!("no {method}")),
        );
    methods.merge(paths).merge(fallback).merge(nested())
}

fn nested() -> Router<AppState> {
    let inner = Router::new()
        .route("/", get(whereabouts))
        .route("/here/{b}", get(whereabouts))
        .route("/pair/{b}", get(async |Path((a, b)): Path<(String, u8)>| format!("{a} {b}")))
        .fallback(async |uri: Uri| (StatusCode::NOT_FOUND, format!("no {}", uri.path())));
    let innermost = Router::new().route("/c", get(whereabouts));
    Router::new()
        .nest("/nest/{a}", inner)
        .nest("/deep", Router::new().nest("/deeper", innermost))
        .nest("/plain", Router::new().route("/there", get(async || "there")))
        .nest_service("/service", async |request: Request| request.uri().path().to_owned())
        .nest_service("/router", whole_router())
        .nest_service(
            "/bug/path",
            Router::new().fallback(async |Path(id): Path<u8>| id.to_string()),
        )
        .nest_service("/bug/matched", Router::new().fallback(async |_: MatchedPath| "matched"))
}

/// Where a handler is, by all that tells it.
async fn whereabouts(uri: Uri, OriginalUri(whole): OriginalUri, path: MatchedPath) -> String {
    format!("{} {} {}", uri.path(), whole.path(), path.as_str())
}

/// A router as a service: its answers to what it does not know are its own.
fn whole_router() -> Router {
    Router::new()
        .route("/there", get(async || "there"))
        .route("/matched", get(async |path: MatchedPath| path.as_str().to_owned()))
        .fallback(whatever)
}

async fn whatever(uri: Uri, path: Option<MatchedPath>) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("no {} {}", uri.path(), path.is_some()))
}
