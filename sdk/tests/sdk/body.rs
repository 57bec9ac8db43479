//! Bodies natively: what comes out is what went in, within the limits.

use bytes::Bytes;
use doorway::body::HttpBody;
use doorway::http::{HeaderMap, HeaderValue};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, ErrorKind, Request, client, task};
use futures_util::{StreamExt, stream};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};

fn chunks<const N: usize>(chunks: [&'static str; N]) -> Body {
    Body::from_stream(stream::iter(chunks.map(Ok::<_, Error>)))
}

/// 70 fields of 1,000 bytes.
fn large(name: &'static str) -> HeaderMap {
    let value = HeaderValue::try_from("x".repeat(1000)).unwrap();
    (0..70).fold(HeaderMap::new(), |mut map, _| {
        map.append(name, value.clone());
        map
    })
}

/// Twice that.
fn with_twice_as_large(body: Body) -> Body {
    body.with_trailers(large("x-a")).with_trailers(large("x-b"))
}

fn trailers(name: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static("1"))])
}

#[test]
fn collect_up_to_keeps_to_its_limit() {
    for (body, limit, fits) in [
        (Body::empty(), 0, true),
        (Body::from(""), 0, true),
        (Body::from("x"), 0, false),
        (Body::from("12345"), 5, true),
        (Body::from("12345"), 4, false),
        (chunks(["12", "345"]), 5, true),
        (chunks(["12", "", "345"]), 4, false),
        (chunks([]), 0, true),
        (Body::from("12345"), usize::MAX, true),
    ] {
        let what = format!("{body:?} within {limit}");
        match block_on(body.collect_up_to(limit)) {
            Ok(_) => assert!(fits, "{what}"),
            Err(error) => {
                assert!(!fits, "{what}: {error}");
                assert_eq!(error.kind(), ErrorKind::TooLarge);
                assert_eq!(error.status(), 413);
                assert!(error.to_string().contains(&limit.to_string()), "{error}");
            }
        }
    }
}

#[test]
fn collect_up_to_joins_chunks_in_order() {
    let body = block_on(chunks(["one ", "", "two ", "three"]).collect_up_to(64)).unwrap();
    assert_eq!(body.into_string().unwrap(), "one two three");
}

#[test]
fn invalid_utf8_is_an_error_with_its_position() {
    let body = block_on(Body::from(vec![b'a', 0xff]).collect_up_to(64)).unwrap();
    let error = body.into_string().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("index 1"), "{source}");
}

#[test]
fn known_sizes_are_declared() {
    let exact = |body: Body| body.size_hint().exact();
    assert_eq!(exact(Body::empty()), Some(0));
    assert_eq!(exact(Body::from("four")), Some(4));
    assert_eq!(exact(chunks(["four"])), None);
    assert_eq!(exact(Body::new(http_body_util::Full::from("four"))), Some(4));
    assert!(Body::empty().is_end_stream());
    assert!(!Body::empty().with_trailers(trailers("a")).is_end_stream());
}

/// gRPC has errors in responses without content, which must have their end in the head.
#[test]
fn a_body_that_has_ended_is_empty() {
    assert!(Body::new(http_body_util::Empty::new().boxed()).is_end_stream());
    assert!(Body::new(http_body_util::Full::from("")).is_end_stream());
    assert!(!Body::new(http_body_util::Full::from("four")).is_end_stream());
}

#[test]
fn nothing_is_read_after_trailers() {
    let app = |_: Request| async {
        let frames = stream::iter([Ok::<_, Error>(Frame::trailers(trailers("done")))]);
        Body::new(StreamBody::new(frames.chain(stream::pending())))
    };
    let response = TestClient::new(app).get("/").send();
    assert_eq!((&*response.text(), response.trailers()), ("", Some(&trailers("done"))));
}

#[test]
fn trailers_come_last_and_are_joined() {
    let inner = chunks(["data"]).with_trailers(trailers("inner"));
    let body = Body::new(inner.map_frame(|frame| frame)).with_trailers(trailers("outer"));
    let body = block_on(body.collect_up_to(64)).unwrap();
    assert_eq!(body.bytes(), "data");
    let all = body.trailers().unwrap();
    assert!(all.contains_key("inner") && all.contains_key("outer"), "{all:?}");
    let twice = chunks(["data"]).with_trailers(trailers("one")).with_trailers(trailers("one"));
    let twice = block_on(twice.collect_up_to(64)).unwrap();
    assert_eq!(twice.trailers().unwrap().get_all("one").iter().count(), 2);
}

#[test]
fn a_body_in_a_body_is_not_wrapped_again() {
    assert_eq!(format!("{:?}", Body::new(Body::from("x"))), "Body(full)");
}

#[test]
fn an_error_of_a_stream_ends_the_body() {
    let parts = [Ok("first"), Err(Error::other("broken")), Ok("never")];
    let mut body = Body::from_stream(stream::iter(parts));
    block_on(async {
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "first");
        assert_eq!(body.frame().await.unwrap().unwrap_err().to_string(), "broken");
        assert!(body.frame().await.is_none());
    });
}

/// A host counts all trailers of a message together, and WASI 0.2 traps where they are too many.
#[test]
fn trailers_that_hosts_do_not_take_together_are_left_out() {
    let finished = |_: Request| async move {
        let (mut sender, body) = Body::channel();
        task::spawn(async move {
            sender.send("data").await?;
            sender.finish_with_trailers(large("x-a"));
            Ok::<_, Error>(())
        });
        body.with_trailers(large("x-b")).with_trailers(trailers("small"))
    };
    let added = |request: Request| async move { request.into_body().with_trailers(large("x-b")) };
    let made = |_: Request| async move { with_twice_as_large(Body::from("data")) };

    let mut both = large("x-a");
    both.extend(trailers("small"));
    let response = TestClient::new(finished).get("/").send();
    assert_eq!((&*response.text(), response.trailers()), ("data", Some(&both)));
    let response = TestClient::new(made).get("/").send();
    assert_eq!((&*response.text(), response.trailers()), ("data", Some(&large("x-a"))));
    let upload = Body::from("data").with_trailers(large("x-a"));
    let response = TestClient::new(added).post("/").body(upload).send();
    assert_eq!((&*response.text(), response.trailers()), ("data", Some(&large("x-a"))));
    // A client's own request.
    let upstream = |request: Request| async { request.into_body() };
    let app = |_: Request| async move {
        let body = with_twice_as_large(Body::from("data"));
        client::post("https://api.test").body(body).send().await
    };
    let client = TestClient::new(app).upstream("https://api.test", upstream);
    let response = client.get("/").send();
    assert_eq!((&*response.text(), response.trailers()), ("data", Some(&large("x-a"))));
}

#[test]
fn a_channel_brings_chunks_then_trailers() {
    block_on(async {
        let (mut sender, body) = Body::channel();
        task::spawn(async move {
            for chunk in ["a", "", "b", "c"] {
                sender.send(chunk).await.unwrap();
            }
            sender.finish_with_trailers(trailers("done"));
        });
        let body = body.collect_up_to(64).await.unwrap();
        assert_eq!(body.bytes(), "abc");
        assert!(body.trailers().unwrap().contains_key("done"));
    });
}

#[test]
fn a_sender_waits_until_its_chunk_is_taken() {
    block_on(async {
        let (mut sender, mut body) = Body::channel();
        sender.send("first").await.unwrap();
        let second = task::spawn(async move { sender.send("second").await.map(|()| sender) });
        doorway::time::sleep(std::time::Duration::from_millis(5)).await;
        assert!(!second.is_finished());
        body.frame().await.unwrap().unwrap();
        second.await.unwrap().unwrap().finish();
        assert_eq!(body.collect_up_to(64).await.unwrap().bytes(), "second");
    });
}

#[test]
fn a_sender_that_is_dropped_aborts_the_body() {
    let (sender, body) = Body::channel();
    drop(sender);
    let error = block_on(body.collect_up_to(64)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(error.to_string().contains("finish"), "{error}");
}

#[test]
fn an_aborted_body_fails_with_the_given_error() {
    let (sender, body) = Body::channel();
    sender.abort(Error::other("changed my mind"));
    assert_eq!(block_on(body.collect_up_to(64)).unwrap_err().to_string(), "changed my mind");
}

#[test]
fn a_sender_fails_when_its_body_was_dropped() {
    let (mut sender, body) = Body::channel();
    drop(body);
    let error = block_on(sender.send("x")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
}

#[test]
fn a_data_stream_leaves_trailers_out() {
    let body = chunks(["a", "b"]).with_trailers(trailers("t"));
    let data: Vec<Bytes> =
        block_on(body.into_data_stream().map(Result::unwrap).collect::<Vec<_>>());
    assert_eq!(data, ["a", "b"]);
}

fn assert_send<T: Send>() {}

#[test]
fn bodies_and_responses_are_send() {
    assert_send::<Body>();
    assert_send::<doorway::Response>();
    assert_send::<doorway::body::BodyDataStream>();
}

#[test]
fn a_body_may_visit_another_thread() {
    let there_and_back = std::thread::spawn({
        let body = chunks(["1", "2"]);
        move || body
    });
    let body = there_and_back.join().unwrap();
    assert_eq!(block_on(body.collect_up_to(8)).unwrap().bytes(), "12");

    let used_there = std::thread::spawn({
        let body = chunks(["1", "2"]);
        move || block_on(body.collect_up_to(8)).map(|_| ())
    });
    let error = used_there.join().unwrap().unwrap_err();
    assert!(error.to_string().contains("thread"), "{error}");
    let dropped_there = std::thread::spawn({
        let body = chunks(["1", "2"]);
        move || drop(body)
    });
    dropped_there.join().unwrap();

    let bytes = Body::from("anywhere");
    let used_there = std::thread::spawn(move || block_on(bytes.collect_up_to(8)).unwrap());
    assert_eq!(used_there.join().unwrap().bytes(), "anywhere");
}

#[test]
fn a_body_drops_its_parts() {
    let held = std::rc::Rc::new(());
    let holder = held.clone();
    let body = Body::from_stream(stream::once(async move {
        let _holder = holder;
        Ok::<_, Error>("1")
    }));
    drop(body);
    assert_eq!(std::rc::Rc::strong_count(&held), 1);
}
