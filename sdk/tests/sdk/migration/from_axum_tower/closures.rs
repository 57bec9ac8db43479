//! Handlers that are closures with values of their own.

use std::sync::Arc;

use doorway::extract::{Path, Request};
use doorway::middleware::{Next, from_fn, map_request, map_response};
use doorway::response::Response;
use doorway::routing::{get, post};
use doorway::{Handler, Router};

use crate::support::ask::check;

fn greetings(names: Vec<String>) -> Router {
    let mut app = Router::new();
    for name in names {
        let path: &'static str = Box::leak(format!("/{name}").into_boxed_str());
        app = app.route(path, get(move || async move { name }));
    }
    app
}

#[test]
fn a_closure_gives_its_values_away() {
    let app = greetings(vec!["ford".into(), "arthur".into()]);
    check(
        &app,
        [("GET /ford", "200 ford"), ("GET /arthur", "200 arthur"), ("GET /ford", "200 ford")],
    );
}

#[test]
fn a_closure_with_arguments_gives_its_values_away() {
    let title = String::from("captain");
    let ships = Arc::new(vec!["Heart of Gold"]);
    let app: Router = Router::new()
        .route("/{name}", get(move |Path(name): Path<String>| async move { title + " " + &name }))
        .route("/ship/{index}", post(async move |Path(index): Path<usize>| ships[index]));
    check(&app, [("GET /zaphod", "200 captain zaphod"), ("POST /ship/0", "200 Heart of Gold")]);
}

#[test]
fn middlewares_are_closures_too() {
    let (key, names) = (String::from("x-seen"), vec![String::from("x"), String::from("y")]);
    let seen = move |mut request: Request| async move {
        request.extensions_mut().insert(names);
        request
    };
    let named = |request: Request| async move {
        request.extensions().get::<Vec<String>>().map(|names| names.join(" "))
    };
    let marked = move |request: Request, next: Next| async move {
        let mut response = next.run(request).await;
        let name = doorway::http::HeaderName::try_from(key).unwrap();
        response.headers_mut().insert(name, "yes".parse().unwrap());
        response
    };
    let suffix = String::from("!");
    let loud = move |response: Response| async move { super::text(response).await + &suffix };
    let app: Router = Router::new()
        .route(
            "/",
            get(move |request: Request| async move { named(request).await.unwrap_or_default() }),
        )
        .layer(map_request(seen))
        .layer(map_response(loud))
        .layer(from_fn(marked));
    check(&app, [("GET /", "200 x y!"), ("GET /", "200 x y!")]);
}

#[test]
fn a_handler_keeps_nothing_of_a_request() {
    let mut count = 0;
    // Each request has a clone of the closure, and so of the number.
    let counting = move || {
        count += 1;
        async move { count.to_string() }
    };
    let app: Router = Router::new().route("/", get(counting));
    check(&app, [("GET /", "200 1"), ("GET /", "200 1")]);
    fn takes<T, H: Handler<T>>(_: H) {}
    takes(counting);
}
