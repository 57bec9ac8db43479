//! The scope of layers, and their order.

use doorway::http::{HeaderValue, Method, StatusCode, Uri};
use doorway::middleware::{Layer, Next, from_fn, from_fn_with_state, map_request};
use doorway::routing::{any, get, post};
use doorway::{Request, Response, Router};

use crate::support::ask::check;

/// A layer that writes its name into the content, in front of what is further in.
fn name(name: &'static str) -> impl Layer {
    async fn add(
        name: doorway::extract::State<&'static str>,
        request: Request,
        next: Next,
    ) -> Result<(StatusCode, [(&'static str, HeaderValue); 1], String), Response> {
        let response = next.run(request).await;
        let allow = response.headers().get("allow").cloned();
        let is_problem = response
            .headers()
            .get("content-type")
            .is_some_and(|ty| ty.as_bytes().ends_with(b"json"));
        let status = response.status();
        let body = response.into_body().collect_up_to(1024).await.unwrap().into_string().unwrap();
        let body = if is_problem { "problem".to_owned() } else { body };
        let allow = allow.unwrap_or(HeaderValue::from_static(""));
        Ok((status, [("x-allow", allow)], format!("{} {body}", name.0)))
    }
    from_fn_with_state(name, add)
}

#[test]
fn the_last_one_added_is_the_outermost() {
    let app = Router::new().route("/", get("x")).layer(name("1")).layer(name("2")).layer(name("3"));
    check(
        &app,
        [
            ("GET /", "200 3 2 1 x"),
            ("POST /", "405 3 2 1 problem"),
            ("GET /a", "404 3 2 1 problem"),
        ],
    );
}

#[test]
fn a_layer_is_around_the_routes_before_it() {
    let app = Router::new()
        .route("/a", get("a"))
        .fallback("early")
        .layer(name("1"))
        .route("/b", get("b"))
        .route("/a", post("a"));
    check(
        &app,
        [
            ("GET /a", "200 1 a"),
            ("POST /a", "200 a"),
            ("GET /b", "200 b"),
            ("GET /c", "200 1 early"),
        ],
    );
    check(&app.fallback("late"), [("GET /c", "200 late")]);
}

#[test]
fn a_route_layer_is_around_routes_only() {
    let app = Router::new()
        .route("/a", get("a").post("b"))
        .route("/any", any("any"))
        .route("/refuses", get("a").fallback("refusal"))
        .fallback("fallback")
        .route_layer(name("1"));
    check(
        &app,
        [
            ("GET /a", "200 1 a"),
            ("POST /a", "200 1 b"),
            ("PUT /a", "405 1 problem"),
            ("OPTIONS /a", "204"),
            ("PUT /any", "200 1 any"),
            ("PUT /refuses", "200 1 refusal"),
            ("GET /b", "200 fallback"),
        ],
    );
    let app = Router::new().route("/a", get("a")).route_layer(name("1"));
    check(&app, [("GET /b", "404"), ("HEAD /a", "200")]);
}

#[test]
fn layers_of_a_method_router_are_around_its_handlers() {
    let app = Router::new()
        .route("/a", get("a").layer(name("1")).post("p"))
        .route("/b", get("b").route_layer(name("1")).post("p"))
        .route("/c", any("c").route_layer(name("1")));
    check(
        &app.layer(name("2")),
        [
            ("GET /a", "200 2 1 a"),
            ("POST /a", "200 2 p"),
            ("PUT /a", "405 2 1 problem"),
            ("GET /b", "200 2 1 b"),
            ("PUT /b", "405 2 problem"),
            ("PUT /c", "200 2 1 c"),
        ],
    );
}

#[test]
fn layers_of_nested_routers_stay_inside() {
    let innermost = Router::new().route("/x", get("x")).layer(name("3"));
    let inner = Router::new().route("/y", get("y")).nest("/in", innermost).layer(name("2"));
    let fallback = Router::new().route("/z", get("z")).fallback("inner").layer(name("4"));
    let app =
        Router::new().nest("/n", inner).nest("/f", fallback).route("/w", get("w")).layer(name("1"));
    check(
        &app,
        [
            ("GET /w", "200 1 w"),
            ("GET /n/y", "200 1 2 y"),
            ("GET /n/in/x", "200 1 2 3 x"),
            ("POST /n/in/x", "405 1 2 3 problem"),
            ("GET /n/in/y", "404 1 problem"),
            ("GET /f/y", "200 1 4 inner"),
            ("GET /f/z", "200 1 4 z"),
            ("GET /v", "404 1 problem"),
        ],
    );
}

#[test]
fn layers_of_merged_routers_stay_around_their_routes() {
    let inner = Router::new().route("/a", get("a")).layer(name("1"));
    let app = Router::new().route("/b", get("b")).merge(inner.clone());
    check(&app, [("GET /a", "200 1 a"), ("GET /b", "200 b"), ("GET /c", "404")]);
    let app = Router::new().merge(inner.clone()).route("/b", get("b"));
    check(&app, [("GET /a", "200 1 a"), ("GET /b", "200 b"), ("GET /c", "404 1 problem")]);
    let app = Router::new().route("/b", get("b")).merge(inner.fallback("f").layer(name("2")));
    check(&app, [("GET /a", "200 2 1 a"), ("GET /b", "200 b"), ("GET /c", "200 2 f")]);
}

#[test]
fn layers_see_the_path_of_the_router_they_belong_to() {
    async fn path(uri: Uri, request: Request, next: Next) -> (StatusCode, String) {
        let response = next.run(request).await;
        let status = response.status();
        let body = response.into_body().collect_up_to(1024).await.unwrap().into_string().unwrap();
        (status, format!("{} {body}", uri.path()))
    }
    let refuse = (StatusCode::METHOD_NOT_ALLOWED, "refused");
    let inner = Router::new()
        .route("/x", get("x").layer(from_fn(path)))
        .route("/y", get("y"))
        .method_not_allowed_fallback(refuse)
        .fallback("f")
        .layer(from_fn(path));
    let app = Router::new().nest("/n", inner).layer(from_fn(path));
    check(
        &app,
        [
            ("GET /n/x", "200 /n/x /x /x x"),
            ("GET /n/y", "200 /n/y /y y"),
            ("POST /n/y", "405 /n/y /y refused"),
            ("GET /n/z", "200 /n/z /z f"),
        ],
    );
}

#[test]
fn a_layer_does_not_change_which_route_answers() {
    async fn rewrite(mut request: Request) -> Request {
        *request.uri_mut() = "/b".parse().unwrap();
        *request.method_mut() = Method::POST;
        request
    }
    let app = Router::new()
        .route("/a", get(|method: Method, uri: Uri| async move { format!("a {method} {uri}") }))
        .route("/b", post("b"))
        .layer(map_request(rewrite));
    check(&app, [("GET /a", "200 a POST /b"), ("POST /a", "405 [GET, HEAD, OPTIONS]")]);
}

#[test]
fn clones_of_a_router_go_their_own_ways() {
    let one = Router::new().route("/a", get("a"));
    check(&one, [("GET /a", "200 a"), ("GET /b", "404")]);
    let other = one.clone().route("/b", get("b")).layer(name("1"));
    check(&one, [("GET /a", "200 a"), ("GET /b", "404")]);
    check(&other, [("GET /a", "200 1 a"), ("GET /b", "200 1 b")]);
    // It has answered, and so may have built its tree.
    let one = one.route("/c", get("c")).route("/a", post("p"));
    check(&one, [("GET /c", "200 c"), ("POST /a", "200 p"), ("GET /b", "404")]);
    check(&other, [("GET /c", "404 1 problem")]);
}
