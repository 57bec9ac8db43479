//! Where a trace context is current: with the task, not with the instance.

use std::cell::RefCell;
use std::rc::Rc;

use doorway::extract::TraceContext;
use doorway::middleware::{Next, TimeoutLayer, TraceContextLayer, from_fn};
use doorway::routing::{any, get};
use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, Request, Response, Router, Service, client, task};
use futures_util::future::join_all;
use futures_util::stream;
use proptest::prelude::*;

use crate::support::turns::yield_now;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";
const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn traced(router: Router) -> Router {
    router.layer(TraceContextLayer::new())
}

fn current() -> String {
    TraceContext::current().map_or_else(|| "none".into(), |context| context.trace_id().into())
}

#[test]
fn tasks_inherit_it() {
    let seen = Rc::<RefCell<Vec<String>>>::default();
    let inner = seen.clone();
    let handler = move || {
        let seen = inner.clone();
        async move {
            task::spawn(async move {
                yield_now().await;
                seen.borrow_mut().push(current());
                task::spawn(async move {
                    sleep(Duration::from_millis(1)).await;
                    seen.borrow_mut().push(current());
                });
            });
        }
    };
    let client = TestClient::new(traced(Router::new().route("/", get(handler))));
    client.get("/").header("traceparent", PARENT).send();
    assert_eq!(*seen.borrow(), [TRACE, TRACE]);
}

#[test]
fn it_is_there_while_the_body_is_made() {
    async fn body() -> Body {
        Body::from_stream(stream::unfold(0, |count| async move {
            yield_now().await;
            (count < 3).then(|| (Ok::<_, Error>(format!("{}\n", current())), count + 1))
        }))
    }
    let client = TestClient::new(traced(Router::new().route("/", get(body))));
    let text = client.get("/").header("traceparent", PARENT).send().text();
    assert_eq!(text, format!("{TRACE}\n").repeat(3));
}

#[test]
fn it_is_there_while_a_requests_body_is_made() {
    async fn echo(request: Request) -> Body {
        request.into_body()
    }
    async fn handler() -> Result<Response, Error> {
        let chunks = Box::pin(stream::once(async {
            yield_now().await;
            Ok::<_, Error>(current())
        }));
        let request = Request::builder()
            .uri("https://api.test/")
            .method("POST")
            .body(Body::from_stream(chunks))
            .unwrap();
        client::send(request).await
    }
    let client = TestClient::new(traced(Router::new().route("/", get(handler))))
        .upstream("https://api.test", traced(Router::new().route("/", any(echo))));
    assert_eq!(client.get("/").header("traceparent", PARENT).send().text(), TRACE);
}

#[test]
fn the_declared_length_of_a_body_is_kept() {
    let known =
        || async { Body::new(http_body_util::Full::new(doorway::bytes::Bytes::from("12345"))) };
    let client = TestClient::new(traced(Router::new().route("/", get(known))));
    let response = client.get("/").send();
    assert_eq!((response.header("content-length"), &*response.text()), (Some("5"), "12345"));
    assert_eq!(client.head("/").send().header("content-length"), Some("5"));
}

#[test]
fn answers_in_place_of_the_handler_pass_the_layer() {
    async fn late(response: Response) -> (String, Response) {
        (current(), response)
    }
    let seen = Rc::<RefCell<Vec<String>>>::default();
    let outer = seen.clone();
    let app = Router::new()
        .route("/", get(std::future::pending::<()>))
        .layer(TimeoutLayer::new(Duration::from_millis(1)))
        .layer(from_fn(move |request: Request, next: Next| {
            let seen = outer.clone();
            async move {
                let (current, response) = late(next.run(request).await).await;
                seen.borrow_mut().push(current);
                response
            }
        }));
    let client = TestClient::new(traced(app));
    let response = client.get("/").header("traceparent", PARENT).send();
    assert_eq!((response.status().as_u16(), &**seen.borrow()), (503, &[TRACE.to_owned()][..]));
}

proptest! {
    /// Several requests on one thread, all under way at once: each sees its own.
    #[test]
    fn requests_side_by_side_keep_apart(
        plans in prop::collection::vec(prop::collection::vec(0_u8..3, 0..6), 1..12),
    ) {
        async fn work(context: TraceContext, request: Request) -> Result<String, String> {
            let own = context.trace_id();
            let plan = request.into_body().collect_up_to(64).await.unwrap().into_bytes();
            for step in plan {
                match step {
                    0 => yield_now().await,
                    1 => sleep(Duration::from_micros(50)).await,
                    _ => {
                        let task = task::spawn(async {
                            yield_now().await;
                            current()
                        });
                        if task.await.unwrap() != own {
                            return Err("a task".into());
                        }
                    }
                }
                if current() != own {
                    return Err(current());
                }
            }
            Ok(own.to_owned())
        }
        let app = traced(Router::new().route("/", any(work)));
        let answers = block_on(join_all(plans.into_iter().enumerate().map(|(index, plan)| {
            let app = &app;
            async move {
                let parent = format!("00-{:032x}-{SPAN}-01", index + 1);
                let request = Request::builder().header("traceparent", parent).body(plan).unwrap();
                let response = Service::call(app, request.into()).await;
                response.into_body().collect_up_to(64).await.unwrap().into_string().unwrap()
            }
        })));
        for (index, answer) in answers.into_iter().enumerate() {
            prop_assert_eq!(answer, format!("{:032x}", index + 1));
        }
        prop_assert_eq!(current(), "none");
    }
}
