//! The bodies of a guest's requests and of the responses to them.

use super::to;
use crate::guests::CLIENT;
use crate::{ends_well, get};
use bytes::Bytes;
use doorway_host::testing::{Answer, Upstream, within};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use tokio::sync::Notify;

const MIB: usize = 1 << 20;

/// The first bytes of a sequence that does not repeat with any buffer's size.
fn pattern(length: usize) -> Bytes {
    static ALL: LazyLock<Bytes> =
        LazyLock::new(|| (0..16 * MIB).map(|at| (at * 7 % 251) as u8).collect());
    ALL.slice(..length)
}

/// A body that says its length, or one in chunks that do not fit any buffer.
fn framed(content: Bytes, chunked: bool) -> UnsyncBoxBody<Bytes, Infallible> {
    if !chunked {
        return Full::new(content).boxed_unsync();
    }
    let starts = (0..content.len()).step_by(10_001);
    let chunks: Vec<_> = starts
        .map(|start| content.slice(start..content.len().min(start + 10_001)))
        .map(|chunk| Ok(Frame::data(chunk)))
        .collect();
    StreamBody::new(stream::iter(chunks)).boxed_unsync()
}

/// Sends back what it gets, in chunks if it is asked to, and says how that came and if it is
/// `pattern`.
async fn echo(request: Request<Incoming>) -> Response<UnsyncBoxBody<Bytes, Infallible>> {
    let headers = request.headers();
    let chunked = headers.contains_key("x-answer-chunked");
    let framing = match headers.get("content-length").cloned() {
        Some(length) => length,
        None if headers.contains_key("transfer-encoding") => HeaderValue::from_static("chunked"),
        None => HeaderValue::from_static("0"),
    };
    let content = request.into_body().collect().await.unwrap().to_bytes();
    Response::builder()
        .header("x-framing", framing)
        .header("x-intact", (content == pattern(content.len())).to_string())
        .body(framed(content, chunked))
        .unwrap()
}

#[tokio::test]
async fn every_size_arrives_in_both_directions() {
    let upstream = Upstream::new(echo).await;
    let server = CLIENT.start().await;
    for length in [0, 1, 4096, 4097, 65_536, 16 * MIB] {
        for (path, chunked) in
            [("/forward", false), ("/forward", true), ("/copy", false), ("/copy", true)]
        {
            let case = format!("{path}, {length} bytes, chunked: {chunked}");
            let mut request = Request::post(to(path, &upstream));
            if chunked {
                request = request.header("x-answer-chunked", "yes");
            }
            let request = request.body(framed(pattern(length), chunked)).unwrap();
            let answer = server.request(request).await;
            assert_eq!((answer.status, answer.header("x-intact")), (200, "true"), "{case}");
            assert!(answer.complete && answer.body == pattern(length), "{case}");
            // A body in the component's memory has a length.
            let known = if chunked && path == "/forward" { None } else { Some(length.to_string()) };
            assert_eq!(answer.header("content-length"), known.as_deref().unwrap_or(""), "{case}");
            if length > 0 || !chunked {
                let framing = known.as_deref().unwrap_or("chunked");
                assert_eq!(answer.header("x-framing"), framing, "{case}");
            }
        }
    }
    ends_well(server).await;
}

/// A host may not be able to send it in chunks, as hyper is not for this method.
#[tokio::test]
async fn a_get_never_loses_its_body_silently() {
    let upstream = Upstream::new(echo).await;
    let server = CLIENT.start().await;
    let path = to("/forward", &upstream);
    let request = Request::get(&path).body(framed(pattern(9), false)).unwrap();
    assert_eq!(server.request(request).await.body, pattern(9));
    let request = Request::get(&path).header("transfer-encoding", "chunked");
    let answer = server.request(request.body(framed(pattern(9), true)).unwrap()).await;
    assert!(answer.status == 500 || answer.body == pattern(9), "{answer:?}");
    ends_well(server).await;
}

/// Proxies have to bear clients that say that a body comes and then send none.
#[tokio::test]
async fn a_get_may_turn_out_to_have_no_body() {
    let upstream = Upstream::new(echo).await;
    let server = CLIENT.start().await;
    let mut client = server.raw().await;
    let path = to("/forward-aloud", &upstream);
    let head = "host: x\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(format!("GET {path} HTTP/1.1\r\n{head}")).await;
    server.log().wait_for("guest: forwarding").await;
    client.send("0\r\n\r\n").await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.header("x-intact"), answer.text()), (200, "true", ""));
    drop(client);
    ends_well(server).await;
}

/// A wait for the body is the child of its stream, and has to end before that.
#[tokio::test]
async fn a_body_that_was_waited_for_may_turn_out_empty() {
    let upstream = Upstream::new(echo).await;
    let server = CLIENT.start().await;
    for (nth, method) in ["GET", "POST"].into_iter().enumerate() {
        let mut client = server.raw().await;
        let path = to("/peek-then-forward", &upstream);
        let head = "host: x\r\ntransfer-encoding: chunked\r\n\r\n";
        client.send(format!("{method} {path} HTTP/1.1\r\n{head}")).await;
        server.log().wait_for_nth(nth + 1, "peeked, and there was something: false").await;
        client.send("0\r\n\r\n").await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.text()), (200, ""), "{method}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn trailers_pass_both_ways() {
    let upstream = Upstream::new(async |request: Request<Incoming>| {
        let all = request.into_body().collect().await.unwrap();
        let told = all.trailers().and_then(|trailers| trailers.get("x-up")).cloned();
        let mut trailers = HeaderMap::new();
        trailers.append("x-down", HeaderValue::from_static("1"));
        trailers.append("x-down", HeaderValue::from_static("2"));
        let frames = [Frame::data(all.to_bytes()), Frame::trailers(trailers)];
        Response::builder()
            .header("trailer", "x-down")
            .header("x-told", told.unwrap_or(HeaderValue::from_static("nothing")))
            .body(StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>))))
            .unwrap()
    })
    .await;
    let server = CLIENT.start().await;
    for path in ["/forward", "/copy"] {
        let mut client = server.raw().await;
        client
            .send(format!(
                "POST {} HTTP/1.1\r\nhost: x\r\nte: trailers\r\ntrailer: x-up\r\n\
                 transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-up: told\r\n\r\n",
                to(path, &upstream)
            ))
            .await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), answer.header("x-told")), ("abc", "told"), "{path}");
        let down: Vec<_> = answer.trailers.get_all("x-down").iter().collect();
        assert_eq!(down, ["1", "2"], "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_of_any_size_arrives() {
    let upstream = Upstream::new(async |request: Request<Incoming>| {
        let content = request.into_body().collect().await.unwrap().to_bytes();
        let intact = content.iter().all(|&byte| byte == b'u');
        Response::new(Full::new(Bytes::from(format!("{} {intact}", content.len()))))
    })
    .await;
    let server = CLIENT.start().await;
    for length in [0, 1, 16_384, 16_385, MIB, 16 * MIB] {
        let answer = server.get(&format!("{}&bytes={length}", to("/upload", &upstream))).await;
        assert_eq!((answer.status, answer.text()), (200, &*format!("{length} true")));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_pause_is_not_the_end() {
    for chunked in [false, true] {
        let (halves, framing) = match chunked {
            false => (["1234", "5678"], "content-length: 8"),
            true => (["4\r\n1234\r\n", "4\r\n5678\r\n0\r\n\r\n"], "transfer-encoding: chunked"),
        };
        let go_on = Arc::new(Notify::new());
        let notified = Arc::clone(&go_on);
        let upstream = Upstream::raw(move |mut connection| {
            let go_on = Arc::clone(&notified);
            async move {
                connection.head().await;
                let head = format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n");
                connection.send(head + halves[0]).await;
                go_on.notified().await;
                connection.send(halves[1]).await;
            }
        })
        .await;
        let server = CLIENT.start().await;
        let mut response = server.send(get(&to("/forward", &upstream))).await;
        let first = within("the first half", response.frame()).await.unwrap().unwrap();
        assert_eq!(first.into_data().unwrap(), "1234");
        go_on.notify_one();
        let rest = within("the rest", Answer::read(response)).await;
        assert_eq!((rest.text(), rest.complete), ("5678", true));
        ends_well(server).await;
    }
}
