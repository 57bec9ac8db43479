//! Several requests at a time, as one instance has them on WASI 0.3.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use doorway::extract::{Path, State};
use doorway::routing::{get, post};
use doorway::testing::TestClient;
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, Request, Router, client, task};

use crate::support::panics::panic_of;
use crate::support::program;

const MS: Duration = Duration::from_millis(1);

type List = Rc<RefCell<Vec<String>>>;

/// Borrows across an `.await`.
#[allow(clippy::await_holding_refcell_ref)]
async fn holds(State(list): State<List>, Path(name): Path<String>) -> String {
    let mut list = list.borrow_mut();
    sleep(MS).await;
    list.push(name);
    list.join(" ")
}

/// Ends the borrow before.
async fn releases(State(list): State<List>, Path(name): Path<String>) -> String {
    list.borrow_mut().push(name);
    sleep(MS).await;
    list.borrow().join(" ")
}

fn lists() -> Router {
    let router = Router::new().route("/holds/{name}", get(holds));
    router.route("/releases/{name}", get(releases)).with_state(List::default())
}

#[test]
fn a_borrow_across_an_await_is_found() {
    let client = TestClient::new(lists());
    // One after the other there is nothing to see.
    assert_eq!(client.get("/holds/a").send().text(), "a");
    assert_eq!(client.get("/holds/b").send().text(), "a b");
    let requests = || ["/holds/c", "/holds/d", "/holds/e"].map(|path| client.get(path));
    let (message, file, _) = panic_of(|| client.send_all(requests()));
    assert!(message.contains("already") && message.contains("borrowed"), "{message}");
    assert!(file.ends_with("testing/together.rs"), "{file}");
    // The others are gone, with what they had borrowed.
    assert_eq!(client.get("/holds/f").send().text(), "a b f");
}

#[test]
#[ignore = "run by another test"]
fn borrowed() {
    let client = TestClient::new(lists());
    client.send_all(["/holds/a", "/holds/b"].map(|path| client.get(path)));
}

#[test]
fn a_borrowed_state_is_named_on_stderr() {
    let output = program::run(module_path!(), "borrowed");
    assert!(!output.status.success());
    let said = program::stderr(output);
    let line = "doorway: GET /holds/b met a `RefCell` that another request holds borrowed across an \
                `.await`: ";
    assert_eq!(said.matches(line).count(), 1, "{said}");
}

#[test]
fn a_borrow_that_ends_before_is_shared() {
    let client = TestClient::new(lists());
    let requests = ["/releases/a", "/releases/b", "/releases/c"].map(|path| client.get(path));
    for response in client.send_all(requests) {
        assert_eq!(response.text(), "a b c");
    }
}

#[test]
fn one_request_wakes_another() {
    let (rings, waiting) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::<Waker>::new())));
    let app = move |request: Request| {
        let (rings, waiting) = (rings.clone(), waiting.clone());
        async move {
            if request.uri().path() == "/ring" {
                rings.set(rings.get() + 1);
                waiting.take().into_iter().for_each(Waker::wake);
                return "rang";
            }
            poll_fn(|cx| {
                if rings.get() > 0 {
                    return Poll::Ready(());
                }
                waiting.borrow_mut().push(cx.waker().clone());
                Poll::Pending
            })
            .await;
            "heard"
        }
    };
    let client = TestClient::new(app);
    let responses =
        client.send_all([client.get("/wait"), client.get("/wait"), client.get("/ring")]);
    let texts: Vec<_> = responses.iter().map(|response| response.text()).collect();
    assert_eq!(texts, ["heard", "heard", "rang"]);
}

#[test]
fn heads_errors_and_lengths_are_those_of_single_requests() {
    let app = || {
        let router = Router::new().route("/text", get(|| async { "text" }));
        let router = router.route("/fails", get(|| async { Err::<(), _>(Error::other("no")) }));
        router.route("/echo", post(|body: Body| async { body }))
    };
    let client = TestClient::new(app());
    let requests = || {
        [
            client.get("/text"),
            client.head("/text"),
            client.get("/fails"),
            client.get("/nothing"),
            client.post("/echo").body("said"),
        ]
    };
    let together = client.send_all(requests());
    for (together, request) in together.iter().zip(requests()) {
        let alone = request.send();
        assert_eq!(together.status(), alone.status());
        assert_eq!(together.headers(), alone.headers());
        assert_eq!(together.bytes(), alone.bytes());
    }
    assert_eq!(client.send_all([]).len(), 0);
}

#[test]
fn each_has_its_upstreams_and_its_tasks() {
    let done = Rc::new(Cell::new(0));
    let told = done.clone();
    let app = move |request: Request| {
        let done = told.clone();
        async move {
            task::spawn(async move {
                sleep(MS).await;
                done.set(done.get() + 1);
            });
            client::get(format!("https://api.example{}", request.uri().path())).send().await
        }
    };
    let api = |request: Request| async move {
        sleep(MS).await;
        format!("{} seen", request.uri().path())
    };
    let client = TestClient::new(app).upstream("https://api.example", api);
    let responses = client.send_all(["/a", "/b"].map(|path| client.get(path)));
    assert_eq!(responses[1].text(), "/b seen");
    assert_eq!(responses[0].text(), "/a seen");
    assert_eq!(done.get(), 2);
}

#[test]
fn a_handler_is_asked_several_times_at_once() {
    async fn handler(request: Request) -> String {
        sleep(MS).await;
        request.uri().path().to_owned()
    }
    let client = TestClient::for_handler(handler);
    let responses = client.send_all(["/a", "/b"].map(|path| client.get(path)));
    let texts: Vec<_> = responses.iter().map(|response| response.text()).collect();
    assert_eq!(texts, ["/a", "/b"]);
}
