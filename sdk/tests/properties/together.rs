//! Requests that are sent together: each gets its own answer, however they take turns.

use std::future::poll_fn;
use std::task::Poll;

use doorway::extract::{Path, TraceContext};
use doorway::middleware::TraceContextLayer;
use doorway::routing::post;
use doorway::testing::TestClient;
use doorway::{Body, Error, Router, task};
use proptest::prelude::*;

use crate::inputs;

fn trace(name: usize) -> String {
    format!("00-{:032x}-00f067aa0ba902b7-01", name + 1)
}

fn current() -> String {
    TraceContext::current().map_or_else(String::new, |context| context.trace_id().to_string())
}

/// Waits as often as the path says, in turns with others, and tells what it was asked.
async fn waits(Path((name, waits)): Path<(usize, u8)>, body: Body) -> Result<String, Error> {
    let before = current();
    for turn in 0..waits {
        let mut is_woken = false;
        poll_fn(|cx| {
            if std::mem::replace(&mut is_woken, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        if turn == 1 {
            let in_task = task::spawn(async { current() });
            assert_eq!(in_task.await.ok(), Some(before.clone()));
        }
    }
    assert_eq!(current(), before);
    Ok(format!("{name} {before} {}", body.collect_up_to(64).await?.into_string()?))
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn each_request_gets_its_own_answer(
        waiting in prop::collection::vec(0u8..4, 0..5),
        backwards: bool,
    ) {
        thread_local! {
            static CLIENT: TestClient = TestClient::new(
                Router::new()
                    .route("/{name}/{waits}", post(waits))
                    .layer(TraceContextLayer::new()),
            );
        }
        CLIENT.with(|client| {
            let requests = waiting.iter().enumerate().map(|(name, waits)| {
                client
                    .post(format!("/{name}/{waits}"))
                    .header("traceparent", trace(name))
                    .body(format!("body {name}"))
            });
            let responses = client.send_all(requests);
            prop_assert_eq!(responses.len(), waiting.len());
            let mut numbered: Vec<_> = responses.iter().enumerate().collect();
            if backwards {
                numbered.reverse();
            }
            for (name, response) in numbered {
                prop_assert_eq!(response.text(), format!("{name} {:032x} body {name}", name + 1));
            }
            Ok(())
        })?;
    }
}
