//! Functions as middlewares: what they see, change and answer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use doorway::extract::{MatchedPath, Path, State};
use doorway::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use doorway::middleware::{Next, from_fn, from_fn_with_state};
use doorway::response::IntoResponse;
use doorway::routing::{any, get, post};
use doorway::testing::TestClient;
use doorway::{Body, Error, Extension, Request, Response, Router};

use crate::support::ask::check;

#[test]
fn a_middleware_runs_before_and_after_the_handler() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let around = |name: &'static str| {
        let log = log.clone();
        from_fn(move |request: Request, next: Next| {
            let log = log.clone();
            async move {
                log.borrow_mut().push(format!("{name} in"));
                let response = next.run(request).await;
                log.borrow_mut().push(format!("{name} out"));
                response
            }
        })
    };
    let app = Router::new().route("/", get("x")).layer(around("inner")).layer(around("outer"));
    assert_eq!(TestClient::new(app).get("/").send().text(), "x");
    assert_eq!(*log.borrow(), ["outer in", "inner in", "inner out", "outer out"]);
}

#[test]
fn extractors_and_state_are_arguments() {
    #[derive(Clone)]
    struct Key(Rc<str>);

    async fn guard(
        State(key): State<Key>,
        method: Method,
        Path(id): Path<u32>,
        path: MatchedPath,
        headers: HeaderMap,
        request: Request,
        next: Next,
    ) -> Result<Response, (StatusCode, String)> {
        if headers.get("x-key").is_some_and(|given| given.as_bytes() == key.0.as_bytes()) {
            return Ok(next.run(request).await);
        }
        Err((StatusCode::UNAUTHORIZED, format!("{method} {} {id}", path.as_str())))
    }
    let app = Router::new()
        .route("/users/{id}", get(|Path(id): Path<u32>| async move { id.to_string() }))
        .layer(from_fn_with_state(Key("sesame".into()), guard));
    let client = TestClient::new(app);
    let refused = client.get("/users/7").send();
    assert_eq!((refused.status().as_u16(), &*refused.text()), (401, "GET /users/{id} 7"));
    let allowed = client.get("/users/7").header("x-key", "sesame").send();
    assert_eq!((allowed.status().as_u16(), &*allowed.text()), (200, "7"));
    // An extractor's refusal answers in place of the middleware.
    assert_eq!(client.get("/users/x").header("x-key", "sesame").send().status(), 400);
}

#[test]
fn the_handler_is_not_called_if_a_middleware_answers() {
    let called = Rc::new(Cell::new(false));
    let handler = {
        let called = called.clone();
        move || {
            called.set(true);
            async {}
        }
    };
    async fn answer(_: Request, _: Next) -> impl IntoResponse {
        (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "60")], "later")
    }
    let app = Router::new().route("/", get(handler)).layer(from_fn(answer));
    check(&app, [("GET /", "503 later"), ("GET /x", "503 later"), ("POST /", "503 later")]);
    assert!(!called.get());
}

#[test]
fn values_travel_to_the_handler() {
    #[derive(Clone)]
    struct User(String);

    async fn log_in(mut request: Request, next: Next) -> Response {
        request.extensions_mut().insert(User("Ford".to_owned()));
        request.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
        next.run(request).await
    }
    let greet = |Extension(User(name)): Extension<User>, headers: HeaderMap| async move {
        format!("{name} {:?}", headers["x-seen"])
    };
    let app = Router::new().route("/", get(greet)).layer(from_fn(log_in));
    check(&app, [("GET /", r#"200 Ford "yes""#)]);
    check(&Router::new().route("/", get(greet)), [("GET /", "500")]);
}

#[test]
fn a_body_may_be_read_and_replaced() {
    async fn shout(request: Request, next: Next) -> Result<Response, Error> {
        let (parts, body) = request.into_parts();
        let text = body.collect_up_to(1024).await?.into_string()?;
        let response = next.run(Request::from_parts(parts, text.to_uppercase())).await;
        let (mut parts, body) = response.into_parts();
        parts.headers.remove("content-length");
        let text = body.collect_up_to(1024).await?.into_string()?;
        Ok(Response::from_parts(parts, Body::from(format!("{text}!"))))
    }
    let echo = |Path(name): Path<String>, uri: Uri, body: String| async move {
        format!("{name} {} {body}", uri.path())
    };
    let inner = Router::new().route("/{name}", post(echo)).layer(from_fn(shout));
    let client = TestClient::new(Router::new().nest("/n", inner));
    assert_eq!(client.post("/n/a?b").body("hello").send().text(), "a /a HELLO!");
    assert_eq!(client.post("/n/a").body("x".repeat(2000)).send().status(), 413);
}

#[test]
fn the_last_extractor_may_take_the_body() {
    async fn only_body(method: Method, body: String, next: Next) -> Response {
        let request = Request::new(format!("{method} {body}"));
        next.run(request).await
    }
    let app =
        Router::new().route("/", any(|body: String| async { body })).layer(from_fn(only_body));
    assert_eq!(TestClient::new(app).put("/").body("x").send().text(), "PUT x");
}

#[test]
fn next_can_run_twice() {
    async fn again(request: Request, next: Next) -> Response {
        let uri = request.uri().clone();
        let first = next.clone().run(request).await;
        if first.status() != StatusCode::SERVICE_UNAVAILABLE {
            return first;
        }
        let mut request = Request::new("second");
        *request.uri_mut() = uri;
        next.run(request).await
    }
    let count = Rc::new(Cell::new(0));
    let handler = {
        let count = count.clone();
        move |body: String| {
            count.set(count.get() + 1);
            let count = count.get();
            async move {
                if count % 2 == 1 {
                    Err(StatusCode::SERVICE_UNAVAILABLE)
                } else {
                    Ok(format!("{body} {count}"))
                }
            }
        }
    };
    let inner = Router::new().route("/x", post(handler)).layer(from_fn(again));
    let client = TestClient::new(Router::new().nest("/n", inner).layer(from_fn(again)));
    assert_eq!(client.post("/n/x").body("first").send().text(), "second 2");
    assert_eq!(count.get(), 2);
}

#[test]
fn errors_of_a_middleware_do_not_leak() {
    async fn fail(_: Request, _: Next) -> Result<Response, Error> {
        Err(Error::other("the password is sesame"))
    }
    let app = Router::new().route("/", get("x")).layer(from_fn(fail));
    check(&app, [("GET /", "500")]);
}

#[test]
fn a_middleware_may_wait() {
    async fn wait(request: Request, next: Next) -> Response {
        doorway::time::sleep(std::time::Duration::from_millis(2)).await;
        let response = next.run(request).await;
        doorway::time::sleep(std::time::Duration::from_millis(2)).await;
        response
    }
    let slow = || async {
        doorway::time::sleep(std::time::Duration::from_millis(2)).await;
        "slow"
    };
    let app = Router::new().route("/", get(slow)).layer(from_fn(wait)).layer(from_fn(wait));
    check(&app, [("GET /", "200 slow")]);
}

#[test]
fn a_middleware_may_hand_on_a_request_of_its_own() {
    async fn replace(_: Request, next: Next) -> Response {
        next.run(Request::new("replaced")).await
    }
    let app = Router::new()
        .route("/a/{x}", any(|body: String| async { body }))
        .route("/p/{x}", get(|Path(x): Path<String>| async { x }))
        .nest("/n", Router::new().route("/{y}", get("y")))
        .nest_service("/s", |request: Request| async move { request.uri().path().to_owned() })
        .layer(from_fn(replace));
    check(
        &app,
        [
            ("POST /a/1", "200 replaced"),
            // Such a request was matched with no route.
            ("GET /p/1", "500"),
            ("GET /n/1", "200 y"),
            ("PUT /n/1", "405 [GET, HEAD, OPTIONS]"),
            ("GET /s/t", "200 /"),
            ("GET /x", "404"),
        ],
    );
}
