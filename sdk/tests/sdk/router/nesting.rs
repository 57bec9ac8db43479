//! Routers in routers: what they match, and what their handlers see.

use doorway::extract::{MatchedPath, OriginalUri, Path};
use doorway::http::Uri;
use doorway::middleware::map_request;
use doorway::routing::{any, get, post};
use doorway::{Request, Router};

use crate::support::ask::check;

/// The URI that the handler sees, the whole of it, and the route.
async fn seen(uri: Uri, OriginalUri(whole): OriginalUri, path: MatchedPath) -> String {
    let of = |uri: Uri| uri.path_and_query().unwrap().to_string();
    format!("{} of {} by {}", of(uri), of(whole), path.as_str())
}

#[test]
fn nested_handlers_see_the_path_without_the_prefix() {
    let innermost = Router::new().route("/", get(seen)).route("/{file}", get(seen));
    let inner = Router::new()
        .route("/", get(seen))
        .route("/users", get(seen))
        .route("/users/", get(seen))
        .nest("/{team}/files", innermost);
    let app =
        Router::new().route("/", get(seen)).nest("/api", inner.clone()).nest("/v2/api", inner);
    check(
        &app,
        [
            ("GET /", "200 / of / by /"),
            ("GET /?q", "200 /?q of /?q by /"),
            ("GET /api", "200 / of /api by /api"),
            ("GET /api?q=/api", "200 /?q=/api of /api?q=/api by /api"),
            ("GET /api/", "404"),
            ("GET /api/users", "200 /users of /api/users by /api/users"),
            ("GET /api/users/?", "200 /users/? of /api/users/? by /api/users/"),
            ("GET /v2/api/users", "200 /users of /v2/api/users by /v2/api/users"),
            ("GET /api/a%20b/files", "200 / of /api/a%20b/files by /api/{team}/files"),
            ("GET /api/a/files/f", "200 /f of /api/a/files/f by /api/{team}/files/{file}"),
            ("GET /apiary", "404"),
            ("GET /ap", "404"),
            ("POST /api/users", "405 [GET, HEAD, OPTIONS]"),
        ],
    );
}

#[test]
fn a_prefix_may_end_with_a_slash() {
    let inner = Router::new().route("/", get(seen)).route("/users", get(seen));
    let app = Router::new().nest("/api/", inner);
    check(
        &app,
        [
            ("GET /api/", "200 / of /api/ by /api/"),
            ("GET /api", "404"),
            ("GET /api/users", "200 /users of /api/users by /api/users"),
        ],
    );
}

#[test]
fn parameters_of_prefixes_are_parameters() {
    async fn three(Path((a, b, c)): Path<(String, u32, String)>) -> String {
        format!("{a} {b} {c}")
    }
    let innermost = Router::new().route("/{c}", get(three));
    let inner = Router::new().nest("/x{b}", innermost);
    let app = Router::new()
        .nest("/{a}", inner)
        .nest("/{a}.old/{b}", Router::new().route("/{*c}", get(three)));
    check(
        &app,
        [
            ("GET /%C3%A9/x7/c", "200 \u{e9} 7 c"),
            ("GET /y.old/8/c/d", "200 y 8 c/d"),
            ("GET /a/xy/c", "400"),
        ],
    );
}

#[test]
fn merged_routes_stay_where_they_are() {
    let inner = Router::new().route("/a", get(seen)).merge(Router::new().route("/b", get(seen)));
    let app = Router::new().nest("/n", inner.clone()).merge(inner).merge(Router::new());
    check(
        &app,
        [
            ("GET /a", "200 /a of /a by /a"),
            ("GET /n/a", "200 /a of /n/a by /n/a"),
            ("GET /n/b", "200 /b of /n/b by /n/b"),
        ],
    );
}

#[test]
fn one_path_may_be_shared_by_a_router_and_those_nested_in_it() {
    let app = Router::new()
        .route("/n", post("outer"))
        .nest("/n", Router::new().route("/", get("inner")).route("/x", get("x")))
        .route("/n/x", post("outer x"));
    check(
        &app,
        [
            ("POST /n", "200 outer"),
            ("GET /n", "200 inner"),
            ("GET /n/x", "200 x"),
            ("POST /n/x", "200 outer x"),
            ("PUT /n/x", "405 [GET, HEAD, POST, OPTIONS]"),
        ],
    );
}

#[test]
fn a_query_is_the_same_inside() {
    async fn query(uri: Uri) -> String {
        format!("{:?}", uri.query())
    }
    let app = Router::new().nest("/a", Router::new().route("/b", get(query)));
    check(&app, [("GET /a/b?c=%2F&d", r#"200 Some("c=%2F&d")"#), ("GET /a/b", "200 None")]);
}

#[test]
fn nesting_uses_the_uri_of_a_middleware() {
    async fn rewrite(mut request: Request) -> Request {
        *request.uri_mut() = "http://other.test/api/rewritten?by=middleware".parse().unwrap();
        request
    }
    let inner = Router::new().route("/users/{id}", get(seen));
    let app = Router::new().nest("/api", inner).layer(map_request(rewrite));
    let expected = "200 /rewritten?by=middleware of /api/users/7 by /api/users/{id}";
    check(&app, [("GET /api/users/7", expected)]);
    let app = Router::new().route("/a", any(seen)).layer(map_request(rewrite));
    check(&app, [("GET /a?b", "200 /api/rewritten?by=middleware of /a?b by /a")]);
}

#[test]
fn an_empty_router_may_be_nested() {
    let app = Router::<()>::new().nest("/a", Router::new()).route("/a", get("a"));
    check(&app, [("GET /a", "200 a"), ("GET /a/b", "404")]);
    assert!(!Router::<()>::new().nest("/a", Router::new()).has_routes());
}
