//! Services below a path, routers among them.

use doorway::extract::{FromRequestParts, MatchedPath, OriginalUri, Path, RawPathParams};
use doorway::http::Uri;
use doorway::middleware::from_fn;
use doorway::routing::get;
use doorway::{Request, Response, Router, Service};

use crate::support::ask::check;

/// Answers with the URI, the whole of it, the route and the parameters.
async fn seen(request: Request) -> String {
    let (mut parts, _) = request.into_parts();
    let OriginalUri(whole) = OriginalUri::from_request_parts(&mut parts, &()).await.unwrap();
    let path: Option<MatchedPath> =
        <Option<MatchedPath> as FromRequestParts<()>>::from_request_parts(&mut parts, &())
            .await
            .unwrap();
    let params = RawPathParams::from_request_parts(&mut parts, &()).await;
    let params: Vec<String> =
        params.iter().flatten().map(|(name, value)| format!("{name}={value}")).collect();
    let of = |uri: &Uri| uri.path_and_query().unwrap().to_string();
    let path = path.as_ref().map_or("nothing", |path| path.as_str());
    format!("{} of {} by {path} [{}]", of(&parts.uri), of(&whole), params.join(" "))
}

#[test]
fn a_nested_service_answers_all_below_its_prefix() {
    let app = Router::<()>::new().nest_service("/s", seen).nest_service("/t/{id}/", seen);
    check(
        &app,
        [
            ("GET /s", "200 / of /s by /s []"),
            ("GET /s?a", "200 /?a of /s?a by /s []"),
            ("GET /s/", "200 / of /s/ by /s []"),
            ("PURGE /s//", "200 // of /s// by /s []"),
            ("OPTIONS /s/a/b/?c", "200 /a/b/?c of /s/a/b/?c by /s []"),
            ("GET /sa", "404"),
            ("GET /t/7", "200 / of /t/7 by /t/{id} [id=7]"),
            ("GET /t/7/a", "200 /a of /t/7/a by /t/{id} [id=7]"),
            ("GET /t//a", "404"),
        ],
    );
}

#[test]
fn routes_beside_a_nested_service_go_first() {
    let app =
        Router::new().route("/s/a", get("a")).route("/s/b/{c}", get("c")).nest_service("/s", seen);
    check(
        &app,
        [
            ("GET /s/a", "200 a"),
            ("GET /s/b/c", "200 c"),
            ("GET /s/b", "200 /b of /s/b by /s []"),
            ("POST /s/a", "405 [GET, HEAD, OPTIONS]"),
        ],
    );
}

#[test]
fn a_route_that_ends_with_a_slash_is_not_taken_for_a_service() {
    let app = Router::<()>::new().route_service("/s/", seen).nest_service("/s/t", seen);
    check(&app, [("GET /s/", "200 /s/ of /s/ by /s/ []")]);
}

/// A router that is nested as a service.
fn inner() -> Router {
    let route = |uri: Uri,
                 OriginalUri(whole): OriginalUri,
                 path: MatchedPath,
                 params: RawPathParams| async move {
        let params: Vec<String> =
            params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} of {} by {} [{}]", uri.path(), whole.path(), path.as_str(), params.join(" "))
    };
    Router::new().route("/", get(route)).route("/b", get(route)).route("/b/{c}", get(route))
}

#[test]
fn a_router_may_be_nested_as_a_service() {
    let app = Router::<()>::new()
        .nest_service("/a", inner())
        .nest_service(
            "/x/{y}",
            Router::<()>::new().nest_service("/{z}", inner()).fallback_service(seen),
        )
        .nest("/n", Router::new().nest_service("/{m}", inner()));
    check(
        &app,
        [
            ("GET /a", "200 / of /a by /a []"),
            ("GET /a/", "200 / of /a/ by /a []"),
            ("GET /a/b?c", "200 /b of /a/b by /a/b []"),
            ("GET /a/b/%20", "200 /b/%20 of /a/b/%20 by /a/b/{c} [c= ]"),
            ("GET /a/c", "404"),
            ("POST /a/b", "405 [GET, HEAD, OPTIONS]"),
            ("GET /x/1/2/b/3", "200 /b/3 of /x/1/2/b/3 by /x/{y}/{z}/b/{c} [y=1 z=2 c=3]"),
            ("GET /x/1", "200 / of /x/1 by nothing [y=1]"),
            ("GET /n/1/b", "200 /b of /n/1/b by /n/{m}/b [m=1]"),
        ],
    );
}

#[test]
fn a_router_in_a_nested_fallback_gets_the_rest_of_the_path() {
    let app = Router::<()>::new()
        .nest("/{a}", Router::new().route("/x", get("x")).fallback_service(inner()));
    check(
        &app,
        [
            ("GET /1/x", "200 x"),
            ("GET /1/b", "200 /b of /1/b by /{a}/b [a=1]"),
            ("GET /1/b/2", "200 /b/2 of /1/b/2 by /{a}/b/{c} [a=1 c=2]"),
            ("GET /1", "200 / of /1 by /{a} [a=1]"),
            ("GET /1/y", "404"),
        ],
    );
}

#[test]
fn a_middleware_may_hand_a_request_to_another_router() {
    async fn other(request: Request) -> Response {
        inner().call(request).await
    }
    async fn rewritten(mut request: Request) -> Response {
        *request.uri_mut() = "/b/rewritten".parse().unwrap();
        inner().call(request).await
    }
    let app = Router::<()>::new()
        .route_service("/b", other)
        .route_service("/b/{d}", rewritten)
        .nest("/n", Router::new().route_service("/b", other));
    check(
        &app,
        [
            ("GET /b", "200 /b of /b by /b []"),
            ("GET /b/1", "200 /b/rewritten of /b/1 by /b/{c} [c=rewritten]"),
            ("GET /n/b", "200 /b of /n/b by /n/b []"),
        ],
    );
}

#[test]
fn a_uri_may_be_rewritten_before_it_is_routed() {
    let app = Rewritten(inner());
    let app = Router::<()>::new().fallback_service(app).layer(from_fn(
        |request: Request, next: doorway::middleware::Next| async move { next.run(request).await },
    ));
    check(&app, [("GET /old/b", "200 /b of /old/b by /b []"), ("GET /b", "200 /b of /b by /b []")]);
}

/// Takes `/old` off the path before its router sees it.
struct Rewritten(Router);

impl Service for Rewritten {
    async fn call(&self, mut request: Request) -> Response {
        if let Some(rest) = request.uri().path().strip_prefix("/old") {
            *request.uri_mut() = rest.parse().unwrap();
        }
        self.0.call(request).await
    }
}

#[test]
fn extractors_of_a_service_get_paths() {
    let service = |mut request: Request| async move {
        let (mut parts, _) = std::mem::take(&mut request).into_parts();
        let Path(id): Path<u32> = Path::from_request_parts(&mut parts, &()).await?;
        Ok::<_, doorway::extract::rejection::PathRejection>(id.to_string())
    };
    let app = Router::<()>::new().nest_service("/{id}", service);
    check(&app, [("GET /7/x", "200 7"), ("GET /x/7", "400")]);
}
