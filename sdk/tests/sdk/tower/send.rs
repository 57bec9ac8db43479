//! `SendFuture`: what is not `Send` in handlers of axum's.

use std::cell::Cell;
use std::rc::Rc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use doorway::client::{self, Client};
use doorway::testing::{TestClient, block_on};
use doorway::tower::{SendFuture, from_tower};
use doorway::{Error, Request};

/// axum keeps it, so it has to be `Send` and `Sync`.
#[derive(Clone)]
struct App {
    client: Client,
}

async fn forecast(State(app): State<App>) -> Result<String, (StatusCode, String)> {
    let text = SendFuture::new(async move {
        app.client.get("/today").send().await?.error_for_status()?.text().await
    });
    text.await.map_err(|error: client::Error| (StatusCode::BAD_GATEWAY, error.to_string()))
}

fn app() -> axum::Router {
    let client = Client::builder().base_url("https://weather.test").build().unwrap();
    axum::Router::new().route("/", get(forecast)).with_state(App { client })
}

#[test]
fn an_axum_handler_calls_out() {
    let client = TestClient::new(from_tower(app()))
        .upstream("https://weather.test", |_: Request| async { "rain" });
    assert_eq!(client.get("/").send().text(), "rain");

    let down = |_: Request| async { doorway::http::StatusCode::SERVICE_UNAVAILABLE };
    let client = TestClient::new(from_tower(app())).upstream("https://weather.test", down);
    let response = client.get("/").send();
    assert_eq!(response.status(), 502);
    assert!(response.text().contains("503"), "{}", response.text());
}

#[test]
fn a_dropped_future_drops_its_values() {
    let held = Rc::new(Cell::new(0));
    let future = SendFuture::new({
        let held = Rc::clone(&held);
        async move { held.set(1) }
    });
    assert_eq!(Rc::strong_count(&held), 2);
    drop(future);
    assert_eq!((Rc::strong_count(&held), held.get()), (1, 0));
}

#[test]
fn on_another_thread_it_is_not_polled() {
    let future = SendFuture::new(async { Ok::<_, Error>(1) });
    let polled = std::thread::spawn(move || block_on(future));
    let panic = polled.join().unwrap_err();
    assert!(panic.downcast_ref::<&str>().is_some_and(|what| what.contains("another thread")));
    // Dropped there, it does no harm.
    let future = SendFuture::new(std::future::pending::<()>());
    std::thread::spawn(move || drop(future)).join().unwrap();
}
