//! Handlers with layers of their own.

use std::rc::Rc;
use std::task::{Context, Waker};

use doorway::extract::State;
use doorway::middleware::{Next, from_fn};
use doorway::response::IntoResponse;
use doorway::testing::block_on;
use doorway::{Handler, Request, Response};

use crate::support::turns::yield_now;

/// The handler is called after all others have begun.
async fn later(request: Request, next: Next) -> Response {
    yield_now().await;
    next.run(request).await
}

async fn text(State(text): State<Rc<str>>) -> String {
    (*text).to_owned()
}

/// Calls that overlap, one for each state.
fn answers<T>(layered: impl Handler<T, Rc<str>>, states: &[Rc<str>]) -> Vec<String> {
    let mut calls: Vec<_> = states
        .iter()
        .map(|state| {
            let call = layered.call(Request::new(""), state);
            Box::pin(async { call.await.into_response() })
        })
        .collect();
    let cx = &mut Context::from_waker(Waker::noop());
    for call in &mut calls {
        assert!(call.as_mut().poll(cx).is_pending());
    }
    let mut texts = Vec::new();
    for call in calls {
        let body = block_on(async { call.await.into_body().collect_up_to(64).await }).unwrap();
        texts.push(String::from_utf8(body.bytes().to_vec()).unwrap());
    }
    texts
}

#[test]
fn each_request_has_its_own_state() {
    let layered = text.layer(from_fn(later));
    assert_eq!(answers(layered, &["one".into(), "two".into()]), ["one", "two"]);
}

#[cfg(feature = "tower")]
#[test]
fn each_request_through_a_layer_of_tower_has_its_own_state() {
    use doorway::http::HeaderValue;
    use tower_http::set_header::SetRequestHeaderLayer as Set;

    let header = Set::overriding("x-a".parse().unwrap(), HeaderValue::from_static("1"));
    let stack = tower::ServiceBuilder::new().layer(from_fn(later)).layer(header);
    assert_eq!(answers(text.layer(stack), &["one".into(), "two".into()]), ["one", "two"]);
}

#[cfg(feature = "tower")]
#[test]
fn a_layer_of_tower_may_make_another_request() {
    use doorway::tower::Request;

    let other = |_: Request| Request::new(doorway::Body::empty());
    let layered = text.layer(tower::util::MapRequestLayer::new(other));
    for state in ["one", "two"] {
        let given: Rc<str> = state.into();
        let call = layered.call(doorway::Request::new(""), &given);
        let body =
            block_on(async { call.await.into_response().into_body().collect_up_to(9).await });
        assert_eq!(body.unwrap().bytes(), state);
    }
}

#[test]
fn a_state_ends_with_its_request() {
    let layered = text.layer(from_fn(later));
    let state: Rc<str> = "one".into();
    block_on(async { drop(layered.call(Request::new(""), &state).await.into_response()) });
    assert_eq!(Rc::strong_count(&state), 1);
    drop(layered.call(Request::new(""), &state));
    assert_eq!(Rc::strong_count(&state), 1);
}
