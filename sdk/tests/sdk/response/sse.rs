//! Server-sent events, read back as the HTML standard tells browsers to.

use std::cell::Cell;
use std::convert::Infallible;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use doorway::Body;
use doorway::response::IntoResponse;
use doorway::response::sse::{Event, KeepAlive, Sse};
use doorway::testing::block_on;
use doorway::time::{Duration, Instant, sleep};
use futures_util::{StreamExt, stream};

use crate::support::event_stream::{Message, data, interpret};

fn body(events: impl IntoIterator<Item = Event> + 'static) -> Body {
    let events = stream::iter(events.into_iter().map(Ok::<_, Infallible>));
    Sse::new(events).into_response().into_body()
}

fn text(body: Body) -> Result<String, doorway::Error> {
    block_on(body.collect_up_to(1 << 20)).and_then(|body| body.into_string())
}

fn written(event: Event) -> String {
    text(body([event])).unwrap()
}

#[test]
fn the_head_describes_the_body() {
    let response = Sse::new(stream::empty::<Result<Event, Infallible>>()).into_response();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(text(response.into_body()).unwrap(), "");
}

#[test]
fn fields_are_lines() {
    let event = Event::default()
        .event("tick")
        .data("one\ntwo")
        .id("7")
        .retry(Duration::from_millis(2_050))
        .comment("a\r\nb");
    let expected = "event: tick\ndata: one\ndata: two\nid: 7\nretry: 2050\n: a\n: b\n\n";
    assert_eq!(written(event), expected);
    assert_eq!(written(Event::default()), "\n");
    assert_eq!(written(Event::default().comment("")), ": \n\n");
}

#[test]
fn events_come_out_as_they_went_in() {
    let events = [
        Event::default().data("plain"),
        Event::default().data(""),
        Event::default().data(" spaced\t").event("name").id("1"),
        Event::default().data("a\r\nb\rc\n\nd\n"),
        Event::default().event("nobody hears this"),
        Event::default().data("first").data("second").id("").retry(Duration::MAX),
    ];
    let retry = Some(u64::MAX);
    assert_eq!(
        interpret(&text(body(events)).unwrap()),
        [
            data("plain"),
            data(""),
            Message { name: "name".into(), last_id: "1".into(), ..data(" spaced\t") },
            Message { last_id: "1".into(), ..data("a\nb\nc\n\nd\n") },
            Message { retry, ..data("first\nsecond") },
        ]
    );
}

#[cfg(feature = "json")]
#[test]
fn json_is_data() {
    let event = Event::default().json_data([("a", 1), ("b\n", 2)]).unwrap();
    assert_eq!(interpret(&written(event)), [data(r#"[["a",1],["b\n",2]]"#)]);
    let unordered = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert!(Event::default().json_data(unordered).is_err());
}

#[test]
fn a_value_that_would_end_its_field_is_an_error() {
    for event in [
        Event::default().event("a\ndata: b"),
        Event::default().event("a\r"),
        Event::default().id("1\n"),
        Event::default().id("1\0"),
        Event::default().id("1\n").id("2").data("x"),
    ] {
        let error = text(body([Event::default().data("before"), event])).unwrap_err();
        assert!(error.to_string().contains(" of an event has "), "{error}");
    }
}

#[test]
fn an_error_of_the_stream_aborts_the_response() {
    let events = [Ok(Event::default().data("1")), Err(std::io::Error::other("no more"))];
    let mut body = Sse::new(stream::iter(events)).into_response().into_body();
    block_on(async {
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "data: 1\n\n");
        assert_eq!(body.frame().await.unwrap().unwrap_err().to_string(), "no more");
        assert!(body.frame().await.is_none());
    });
}

#[test]
fn a_silent_stream_is_kept_alive() {
    let events = stream::unfold(1, |number| async move {
        sleep(Duration::from_millis(35)).await;
        Some((Ok::<_, Infallible>(Event::default().data(number.to_string())), number + 1))
    });
    let keep_alive = KeepAlive::new().interval(Duration::from_millis(10)).text("still\nhere");
    let response = Sse::new(events.take(2)).keep_alive(keep_alive).into_response();
    let text = text(response.into_body()).unwrap();
    assert_eq!(interpret(&text), [data("1"), data("2")]);
    let (first, _) = text.split_once("data: 1").unwrap();
    assert!(!first.is_empty() && first.len() % ": still\n: here\n\n".len() == 0, "{text}");
    assert!(text.contains("data: 1\n\n: still\n: here\n\n"), "{text}");
    assert!(text.ends_with("data: 2\n\n"), "{text}");
}

#[test]
fn a_busy_stream_is_not_interrupted() {
    let start = Instant::now();
    let events = stream::repeat_with(|| Ok::<_, Infallible>(Event::default().data("x")))
        .take_while(move |_| std::future::ready(start.elapsed() < Duration::from_millis(15)));
    let keep_alive = KeepAlive::new().interval(Duration::from_millis(1));
    let mut body = Sse::new(events).keep_alive(keep_alive).into_response().into_body();
    block_on(async {
        while let Some(frame) = body.frame().await {
            assert_eq!(frame.unwrap().into_data().unwrap(), "data: x\n\n");
        }
    });
}

/// Without an interval the stream would never get its turn.
#[test]
fn an_interval_of_nothing_still_waits() {
    let keep_alive = KeepAlive::new().interval(Duration::ZERO).event(Event::default().data("?"));
    let events = stream::once(async {
        sleep(Duration::from_millis(5)).await;
        Ok::<_, Infallible>(Event::default().data("x"))
    });
    let text = text(Sse::new(events).keep_alive(keep_alive).into_response().into_body()).unwrap();
    assert_eq!(interpret(&text).last(), Some(&data("x")));
    assert!(text.len() < 1024, "{text}");
}

/// A value that a stream holds while it has a reader.
struct Held(Rc<Cell<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn a_stream_is_dropped_with_its_body() {
    let dropped = Rc::new(Cell::new(false));
    let held = Held(dropped.clone());
    let events = stream::once(async { Ok::<_, Infallible>(Event::default().data("1")) }).chain(
        stream::once(async move {
            let _held = held;
            std::future::pending().await
        }),
    );
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(3600));
    let mut body = Sse::new(events).keep_alive(keep_alive).into_response().into_body();
    block_on(body.frame()).unwrap().unwrap();
    // The stream waits, and would do so forever.
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(pin!(body.frame()).poll(&mut context), Poll::Pending));
    assert!(!dropped.get());
    drop(body);
    assert!(dropped.get());
}
