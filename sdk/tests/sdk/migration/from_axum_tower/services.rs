//! Services of tower's, straight into routers.

use std::convert::Infallible;

use doorway::body::Body;
use doorway::extract::{MatchedPath, OriginalUri, Path, State};
use doorway::handler::{Handler, HandlerWithoutStateExt};
use doorway::http::{Method, Request, StatusCode, Uri};
use doorway::response::Response;
use doorway::routing::{
    MethodFilter, any_service, delete_service, get, get_service, on_service, post_service,
};
use doorway::testing::TestClient;
use doorway::tower::from_tower;
use doorway::{Router, Service};
use tower::util::BoxCloneService;
use tower::{Layer, ServiceBuilder, ServiceExt, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::set_status::SetStatusLayer;

use super::target;
use crate::support::ask::check;

async fn echo(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    Ok(Response::new(Body::from(format!("{} {}", request.method(), target(request.uri())))))
}

#[test]
fn a_service_is_a_route() {
    let echo = service_fn(echo);
    let app = Router::new()
        .route("/any", any_service(echo))
        .route("/get", get_service(echo).post_service(echo).delete(|| async { "gone" }))
        .route("/on", on_service(MethodFilter::PUT, echo).fallback_service(echo))
        .route("/post", post_service(echo).on_service(MethodFilter::PATCH, echo))
        .route("/delete", delete_service(BoxCloneService::new(echo)))
        .route_service("/route/{id}", echo)
        .nest_service("/nest/{id}", echo)
        .fallback_service(echo);
    check(
        &app,
        [
            ("PURGE /any", "200 PURGE /any"),
            ("GET /get?a", "200 GET /get?a"),
            ("POST /get", "200 POST /get"),
            ("DELETE /get", "200 gone"),
            ("PUT /on", "200 PUT /on"),
            ("GET /on", "200 GET /on"),
            ("PATCH /post", "200 PATCH /post"),
            ("GET /post", "405 [POST, PATCH, OPTIONS]"),
            ("DELETE /delete", "200 DELETE /delete"),
            ("GET /route/1", "200 GET /route/1"),
            ("GET /nest/1/a/b?c", "200 GET /a/b?c"),
            ("GET /else", "200 GET /else"),
        ],
    );
}

#[test]
fn services_of_doorways_are_taken_as_before() {
    async fn path(uri: Uri) -> String {
        uri.path().to_owned()
    }
    struct Planets;
    impl Service for Planets {
        async fn call(&self, _: doorway::Request) -> Response {
            Response::new("planets".into())
        }
    }
    let inner: Router = Router::new().route("/x", get(path));
    let app = Router::new()
        .nest_service("/router", Router::new().route("/x", get(path)))
        .nest_service("/made", inner.clone().into_service::<Body>())
        .route_service("/planets", Planets)
        .route_service("/closure", |request: doorway::Request| async move {
            request.method().to_string()
        })
        .fallback_service(inner);
    check(
        &app,
        [
            ("GET /router/x", "200 /x"),
            ("GET /made/x", "200 /x"),
            ("GET /planets", "200 planets"),
            ("PUT /closure", "200 PUT"),
            ("GET /x", "200 /x"),
            ("GET /y", "404"),
        ],
    );
}

#[test]
fn layers_and_services_are_put_together() {
    let service = ServiceBuilder::new()
        .layer(SetStatusLayer::new(StatusCode::CREATED))
        .layer(CompressionLayer::new())
        .service(service_fn(echo));
    let app = Router::<()>::new().nest_service("/a", service);
    check(&app, [("GET /a/b", "201 GET /b")]);

    // One around a router might be taken for either.
    async fn seen(path: MatchedPath, OriginalUri(uri): OriginalUri, Path(id): Path<u8>) -> String {
        format!("{} {} {id}", path.as_str(), target(&uri))
    }
    let inner: Router = Router::new().route("/b/{id}", get(seen));
    let service = SetStatusLayer::new(StatusCode::ACCEPTED).layer(inner);
    let app = Router::<()>::new().nest_service("/a", from_tower(service));
    check(&app, [("GET /a/b/7", "202 /a/b/{id} /a/b/7 7")]);
}

#[derive(Clone)]
struct Shop {
    name: &'static str,
}

async fn name(State(shop): State<Shop>, method: Method) -> String {
    format!("{method} of {}", shop.name)
}

async fn nothing_here(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("nothing at {}", target(&uri)))
}

#[test]
fn handlers_are_services() {
    let shop = Shop { name: "Milliways" };
    let app = Router::new()
        .route("/get", get(name).post_service(name.with_state(Shop { name: "Magrathea" })))
        .route_service("/service", name.with_state(shop.clone()))
        .nest_service("/methods", get(name).with_state::<()>(shop.clone()))
        .fallback_service(nothing_here.into_service())
        .with_state(shop);
    check(
        &app,
        [
            ("GET /get", "200 GET of Milliways"),
            ("POST /get", "200 POST of Magrathea"),
            ("PUT /service", "200 PUT of Milliways"),
            ("GET /methods/x", "200 GET of Milliways"),
            ("PUT /methods/x", "405 [GET, HEAD, OPTIONS]"),
            ("GET /x?y", "404 nothing at /x?y"),
        ],
    );
}

#[test]
fn a_service_in_a_service_keeps_what_it_was_given() {
    // As tower-http's `ServeDir` has one for files that are not there.
    #[derive(Clone)]
    struct OrElse<S>(S);
    impl<S, B> tower::Service<Request<B>> for OrElse<S>
    where
        S: tower::Service<Request<B>, Response = Response>,
    {
        type Response = Response;
        type Error = S::Error;
        type Future = S::Future;
        fn poll_ready(
            &mut self,
            cx: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), S::Error>> {
            self.0.poll_ready(cx)
        }
        fn call(&mut self, request: Request<B>) -> S::Future {
            self.0.call(request)
        }
    }
    let app = Router::<()>::new().nest_service("/files", OrElse(nothing_here.into_service()));
    check(&app, [("GET /files/a", "404 nothing at /a")]);
}

#[test]
fn an_app_of_axums_is_tested_as_it_is() {
    let axum = axum::Router::new().route("/", axum::routing::get(|| async { "axum" }));
    assert_eq!(TestClient::new(axum.clone()).get("/").send().text(), "axum");
    let app = Router::<()>::new().nest_service("/old", axum);
    check(&app, [("GET /old/", "200 axum"), ("GET /old", "200 axum")]);
}

#[test]
fn a_handler_calls_a_service() {
    let app = Router::<()>::new().nest(
        "/in",
        Router::new().route(
            "/{id}",
            get(|request: Request<Body>| async {
                service_fn(echo).oneshot(request).await.unwrap()
            }),
        ),
    );
    check(&app, [("GET /in/1", "200 GET /1")]);
}

#[test]
fn a_handler_returns_the_response_of_any_service() {
    let app: Router = Router::new().route(
        "/",
        get(|request: doorway::tower::Request| async {
            CompressionLayer::new().layer(service_fn(echo)).oneshot(request).await
        }),
    );
    check(&app, [("GET /", "200 GET /")]);
}
