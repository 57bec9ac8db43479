//! `TestClient`: what runs beside a request, and in what it runs.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, ErrorKind, Request, Service, task};
use futures_util::future::join;
use futures_util::{StreamExt, stream};
use proptest::prelude::*;

const MS: Duration = Duration::from_millis(1);

/// The message of a panic.
fn panic_of<T>(code: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(code)).map(drop).unwrap_err();
    payload.downcast_ref::<&str>().unwrap().to_string()
}

/// Answers with a body of two chunks, of which a task sends the second when it is allowed to, and
/// then tells how that went.
fn two_chunks(seen: &Rc<RefCell<String>>) -> (impl Service + use<>, Rc<Cell<bool>>) {
    let (allowed, seen) = (Rc::new(Cell::new(false)), seen.clone());
    let may = allowed.clone();
    let app = move |_: Request| {
        let (may, seen) = (may.clone(), seen.clone());
        async move {
            let (mut sender, body) = Body::channel();
            task::spawn(async move {
                let first = sender.send("one ").await;
                while !may.get() {
                    sleep(MS).await;
                }
                let sent = if first.is_ok() { sender.send("two").await } else { first };
                *seen.borrow_mut() += match sent {
                    Ok(()) => "sent",
                    Err(error) if error.kind() == ErrorKind::Closed => "left",
                    Err(_) => "failed",
                };
                sender.finish();
                // There is more to do when the client has all.
                task::spawn(async move {
                    sleep(MS).await;
                    *seen.borrow_mut() += ", done";
                });
            });
            body
        }
    };
    (app, allowed)
}

#[test]
fn a_chunk_is_seen_before_the_next_is_made() {
    let seen = Rc::default();
    let (app, allowed) = two_chunks(&seen);
    let response = TestClient::new(app).get("/").send();
    let mut chunks = response.chunks();
    assert_eq!(chunks.next().unwrap().unwrap(), "one ");
    assert_eq!(*seen.borrow(), "");
    allowed.set(true);
    assert_eq!(chunks.next().unwrap().unwrap(), "two");
    assert!(chunks.next().is_none());
    assert_eq!(*seen.borrow(), "sent, done");
    assert_eq!(response.text(), "one two");
}

#[test]
fn a_client_that_leaves_is_noticed_and_tasks_are_finished() {
    for reads in [0, 1] {
        let seen = Rc::default();
        let (app, allowed) = two_chunks(&seen);
        let response = TestClient::new(app).get("/").send();
        assert_eq!(response.chunks().take(reads).filter(Result::is_ok).count(), reads);
        allowed.set(true);
        drop(response);
        assert_eq!(*seen.borrow(), "left, done");
    }
}

#[test]
fn tasks_are_finished_where_there_is_no_body() {
    for (method, status) in [("HEAD", 200), ("GET", 204)] {
        let done = Rc::new(Cell::new(false));
        let told = done.clone();
        let app = move |_: Request| {
            let done = told.clone();
            async move {
                task::spawn(async move {
                    sleep(MS).await;
                    done.set(true);
                });
                (doorway::http::StatusCode::from_u16(status).unwrap(), "text")
            }
        };
        assert_eq!(TestClient::new(app).request(method, "/").send().status(), status);
        assert!(done.get());
    }
}

/// As a broadcast does: one request is answered while another is.
#[test]
fn responses_may_be_read_side_by_side() {
    let senders = Rc::new(RefCell::new(Vec::new()));
    let client = TestClient::new(move |request: Request| {
        let senders = senders.clone();
        async move {
            if request.uri().path() == "/listen" {
                let (sender, body) = Body::channel();
                senders.borrow_mut().push(sender);
                return Ok(body);
            }
            let taken = senders.take();
            for mut sender in taken {
                sender.send("news").await?;
                task::spawn(async move {
                    sleep(MS).await;
                    sender.send("more news").await?;
                    sender.finish();
                    Ok::<_, Error>(())
                });
            }
            Ok::<_, Error>(Body::from("published"))
        }
    });
    let (one, two) = (client.get("/listen").send(), client.get("/listen").send());
    let published = client.post("/publish").send();
    for listener in [&one, &two] {
        assert_eq!(listener.chunks().next().unwrap().unwrap(), "news");
    }
    assert_eq!(published.text(), "published");
    assert_eq!((&*one.text(), &*two.text()), ("newsmore news", "newsmore news"));
}

/// An app that waits, spawns, and reads what the test writes.
async fn waits(request: Request) -> Result<String, Error> {
    sleep(MS).await;
    let read = task::spawn(async { request.into_body().collect_up_to(64).await?.into_string() });
    read.await.map_err(Error::other)?
}

#[test]
fn a_task_of_the_test_may_write_the_request() {
    let write = || {
        let (mut sender, body) = Body::channel();
        task::spawn(async move {
            for chunk in ["a", "b", "c"] {
                sleep(MS).await;
                sender.send(chunk).await?;
            }
            sender.finish();
            Ok::<_, Error>(())
        });
        TestClient::new(waits).post("/").body(body).send().text()
    };
    assert_eq!(write(), "abc");
    assert_eq!(block_on(async { write() }), "abc");
    let in_a_task = block_on(async {
        sleep(MS).await;
        task::spawn(async move { write() }).await
    });
    assert_eq!(in_a_task.unwrap(), "abc");
}

#[test]
fn an_async_test_goes_on_where_it_was() {
    block_on(async {
        let ticks = Rc::new(Cell::new(0));
        let ticking = ticks.clone();
        let ticker = task::spawn(async move {
            for _ in 0..5 {
                sleep(MS).await;
                ticking.set(ticking.get() + 1);
            }
        });
        // A wake-up in the meantime is not lost.
        let slept = task::spawn(sleep(Duration::from_millis(2)));
        let client = TestClient::new(waits);
        for _ in 0..3 {
            assert_eq!(client.post("/").body("text").send().text(), "text");
            let inner = block_on(async { task::spawn(waits(Request::new("inner"))).await });
            assert_eq!(inner.unwrap().unwrap(), "inner");
        }
        slept.await.unwrap();
        ticker.await.unwrap();
        assert_eq!(ticks.get(), 5);
    });
}

/// A wake-up during an outer poll.
#[test]
fn an_outer_loop_loses_no_wake_to_an_inner_one() {
    async fn outer() -> &'static str {
        let inner = async {
            block_on(sleep(5 * MS));
            let app = |_: Request| async { sleep(MS).await };
            assert_eq!(TestClient::new(app).get("/").send().status(), 200);
        };
        // The sleep is over by the time that the inner loop is.
        let (_, ()) = join(sleep(MS), inner).await;
        "awake"
    }
    assert_eq!(block_on(outer()), "awake");
    let in_tasks = async {
        sleep(MS).await;
        let both = join(task::spawn(outer()), task::spawn(outer())).await;
        (both.0.unwrap(), both.1.unwrap(), outer().await)
    };
    assert_eq!(block_on(in_tasks), ("awake", "awake", "awake"));
    let client = TestClient::new(|_: Request| outer());
    assert_eq!(client.get("/").send().text(), "awake");
}

#[test]
fn an_app_may_block_within_itself() {
    let inner = TestClient::new(waits);
    let client = TestClient::new(move |request: Request| {
        let inner = inner.clone();
        async move {
            let task = task::spawn(async { sleep(MS).await });
            let text = inner.post("/").body(request.into_body()).send().text();
            task.await.unwrap();
            text
        }
    });
    assert_eq!(client.post("/").body("nested").send().text(), "nested");
}

#[test]
fn a_panic_is_the_tests_and_harms_no_other_request() {
    async fn app(request: Request) -> Body {
        let wait = sleep(MS);
        match request.uri().path() {
            "/now" => panic!("at once"),
            "/later" => {
                wait.await;
                panic!("later")
            }
            "/task" => {
                task::spawn(async {
                    wait.await;
                    panic!("in a task")
                });
                "answered".into()
            }
            "/body" => {
                let last = stream::once(async { panic!("in the body") });
                Body::from_stream(stream::iter([Ok::<_, Error>("a part")]).chain(last))
            }
            _ => "well".into(),
        }
    }
    let client = TestClient::new(app);
    assert_eq!(panic_of(|| client.get("/now").send()), "at once");
    assert_eq!(panic_of(|| client.get("/later").send()), "later");
    assert_eq!(panic_of(|| drop(client.get("/task").send())), "in a task");
    assert_eq!(panic_of(|| client.get("/task").send().text()), "in a task");
    let response = client.get("/body").send();
    assert_eq!(response.chunks().next().unwrap().unwrap(), "a part");
    assert_eq!(panic_of(|| response.text()), "in the body");
    drop(response);
    assert_eq!(client.get("/").send().text(), "well");
    assert_eq!(block_on(async { task::spawn(async { 1 }).await }), Ok(1));
}

proptest! {
    /// A response is whole exactly if it is as long as it says, and never looks whole otherwise.
    #[test]
    fn a_response_is_whole_or_aborted(
        parts in prop::collection::vec("[a-z]{0,5}", 0..6),
        declared in prop::option::of(0_usize..20),
        waits in prop::collection::vec(any::<bool>(), 6),
    ) {
        let all = parts.concat();
        let app = move |_: Request| {
            let parts: Vec<_> = parts.clone().into_iter().zip(waits.clone()).collect();
            let chunks = stream::iter(parts).then(|(part, waits)| async move {
                if waits {
                    task::spawn(async {}).await.unwrap();
                }
                Ok::<_, Error>(part)
            });
            async move {
                let mut response = doorway::Response::new(Body::from_stream(chunks));
                if let Some(declared) = declared {
                    response.headers_mut().insert("content-length", declared.into());
                }
                response
            }
        };
        let response = TestClient::new(app).get("/").send();
        let chunks: Result<Vec<_>, Error> = response.chunks().collect();
        match chunks {
            Ok(chunks) => {
                prop_assert!(declared.is_none_or(|declared| declared == all.len()));
                prop_assert_eq!(chunks.concat(), all.as_bytes());
                prop_assert_eq!(response.text(), all);
            }
            Err(_) => {
                prop_assert!(declared.is_some_and(|declared| declared != all.len()));
            }
        }
    }
}
