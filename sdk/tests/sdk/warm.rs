//! A warm start under `TestClient`, which finds what a component would be refused.

use std::cell::Cell;
use std::panic::catch_unwind;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use doorway::testing::TestClient;
use doorway::{Router, client, config, keyvalue, routing::get, task, time};

fn poll(future: impl IntoFuture) {
    let _ = pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop()));
}

#[test]
fn preparations_run_while_an_app_is_warmed_and_only_then() {
    fn app(prepared: &Cell<u32>) -> Router {
        doorway::warm(|| prepared.set(prepared.get() + 1));
        Router::new().route("/", get(|| async { "Hello" }))
    }
    let prepared = Cell::new(0);
    assert_eq!(TestClient::new(app(&prepared)).get("/").send().text(), "Hello");
    assert_eq!(prepared.get(), 0);
    assert_eq!(TestClient::warm(|| app(&prepared)).get("/").send().text(), "Hello");
    assert_eq!(prepared.get(), 1);
}

#[test]
fn calls_of_the_host_panic_while_an_app_is_warmed() {
    let refused: [(&str, fn()); 7] = [
        ("reads the configuration", || drop(config::Config::new().get::<String>("name"))),
        ("draws random numbers", || {
            let _ = doorway::extract::cookie::Key::generate();
        }),
        ("opens a key-value store", || poll(keyvalue::Store::open("name"))),
        ("sends a request", || poll(client::get("http://api.example").send())),
        ("spawns a task", || drop(task::spawn(async {}))),
        ("waits for a time", || drop(time::sleep(Duration::ZERO))),
        ("spawns a task", || doorway::warm(|| drop(task::spawn(async {})))),
    ];
    for (verb, call) in refused {
        let warmed = catch_unwind(|| {
            TestClient::warm(|| {
                call();
                Router::new()
            })
        });
        let panic = warmed.err().unwrap_or_else(|| panic!("an app that {verb} is warmed"));
        let message = panic.downcast_ref::<String>().unwrap();
        let expected = format!("the app {verb} while it is warmed: ");
        assert!(message.starts_with(&expected), "{message}");
        // It is over: what follows is an app like others.
        if verb != "opens a key-value store" {
            TestClient::new(Router::new()).get("/").send();
        }
    }
}
