//! The proxy example, in front of upstreams of all kinds.

use crate::guests::{ECHO, PROXY};
use crate::{broke_off, ends_well, get, post};
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::{Head, TestServer, Upstream, within};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use std::sync::Arc;
use tokio::sync::{Barrier, mpsc};
use tokio::task::JoinSet;

/// More than any buffer on the way.
const MUCH: usize = 16 << 20;

async fn proxy(upstream: String) -> TestServer {
    let env = vec![("UPSTREAM".to_owned(), upstream)];
    PROXY.start_with(Options { env, ..Options::default() }).await
}

/// Answers with the method, the target and the body it got.
async fn told(request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let first = format!("{} {}\n", head.method, head.uri);
    Response::new(Full::new([first.as_bytes(), &body].concat().into()))
}

#[tokio::test]
async fn method_target_and_body_pass() {
    let upstream = Upstream::new(told).await;
    let server = proxy(upstream.url("")).await;
    assert_eq!(server.get("/").await.text(), "GET /\n");
    assert_eq!(server.get("/a/b%20c?d=e&f=%26").await.text(), "GET /a/b%20c?d=e&f=%26\n");
    let answer = server.request(post("/form?", "a=b")).await;
    assert_eq!((answer.status, answer.text()), (200, "POST /form?\na=b"));
    let answer = server.request_h2(post("/over/h2", "content")).await;
    assert_eq!((answer.status, answer.text()), (200, "POST /over/h2\ncontent"));
    ends_well(server).await;
}

/// A field that `connection` names passes if the host keeps `connection` from its guests: then they
/// cannot know. This host does.
#[tokio::test]
async fn fields_for_one_connection_are_removed() {
    let (heard, mut listening) = mpsc::unbounded_channel::<Head>();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            let _ = heard.send(connection.head().await);
            connection
                .send(
                    "HTTP/1.1 200 OK\r\nconnection: x-theirs, close\r\nkeep-alive: timeout=5\r\n\
                     proxy-authenticate: Basic\r\nproxy-connection: close\r\nte: gzip\r\n\
                     upgrade: h2c\r\nx-kept: down\r\ncontent-length: 2\r\n\r\nok",
                )
                .await;
        }
    })
    .await;
    let server = proxy(upstream.url("")).await;
    let mut client = server.raw().await;
    client
        .send(
            "GET / HTTP/1.1\r\nhost: client.example\r\nconnection: keep-alive, x-mine\r\n\
             keep-alive: timeout=5\r\nproxy-authorization: Basic x\r\nproxy-connection: close\r\n\
             te: gzip\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\nx-kept: up\r\n\r\n",
        )
        .await;
    let answer = client.answer().await;
    let request = within("the request", listening.recv()).await.unwrap();
    assert_eq!((answer.status, answer.text()), (200, "ok"));
    assert_eq!(
        (answer.header("x-kept"), request.headers["x-kept"].as_bytes()),
        ("down", &b"up"[..])
    );
    assert_eq!(request.headers["host"], upstream.addr().to_string());
    for name in [
        "connection",
        "http2-settings",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "transfer-encoding",
        "upgrade",
    ] {
        assert!(!request.headers.contains_key(name), "the upstream got {name}");
        assert!(!answer.headers.contains_key(name), "the client got {name}");
    }
    drop(client);
    let log = ends_well(server).await;
    assert!(!log.iter().any(|line| line.contains("left out")), "{log:?}");
}

/// Through two proxies, since the inner one's server sends trailers only if it is asked for them.
#[tokio::test]
async fn trailers_are_kept_both_ways() {
    let (heard, mut listening) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            let head = connection.head().await;
            let _ = heard.send(connection.body(&head).await);
            connection
                .send(
                    "HTTP/1.1 200 OK\r\ntrailer: x-down\r\ntransfer-encoding: chunked\r\n\r\n\
                     4\r\ndown\r\n0\r\nx-down: 2\r\n\r\n",
                )
                .await;
        }
    })
    .await;
    let inner = proxy(upstream.url("")).await;
    let outer = proxy(inner.url("")).await;
    let mut client = outer.raw().await;
    client
        .send(
            "POST / HTTP/1.1\r\nhost: x\r\nte: trailers\r\ntrailer: x-up\r\n\
             transfer-encoding: chunked\r\n\r\n2\r\nup\r\n0\r\nx-up: 1\r\n\r\n",
        )
        .await;
    let answer = client.answer().await;
    let request = within("the request", listening.recv()).await.unwrap();
    assert_eq!((request.text(), answer.text()), ("up", "down"));
    assert_eq!(request.trailers["x-up"], "1");
    assert_eq!(answer.trailers["x-down"], "2");
    assert_eq!(request.header("te"), "trailers");
    drop(client);
    for server in [outer, inner] {
        ends_well(server).await;
    }
}

#[tokio::test]
async fn a_large_body_passes_each_way() {
    let upstream = Upstream::new(told).await;
    let server = proxy(upstream.url("")).await;
    let content: Bytes = (0..MUCH).map(|at| (at * 7 % 251) as u8).collect();
    let answer = server.request(post("/", content.clone())).await;
    assert!(answer.complete && answer.body.starts_with(b"POST /\n"));
    assert!(answer.body[7..] == content, "the body is another one");
    ends_well(server).await;
}

#[tokio::test]
async fn an_upstream_that_refuses_is_a_bare_502() {
    let server = proxy(Upstream::refusing().await.url("")).await;
    let answer = server.request(post("/", "content")).await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    server.log().wait_for("the connection was refused").await;
    ends_well(server).await;
}

#[tokio::test]
async fn without_an_upstream_the_log_has_the_fix() {
    let server = PROXY.start().await;
    let answer = server.get("/").await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    let line = server.log().wait_for("doorway: answered 500: ").await;
    assert!(
        line.contains("start the host with the environment variable UPSTREAM=http://"),
        "{line}"
    );
    ends_well(server).await;
}

#[tokio::test]
async fn a_proxy_of_a_proxy_is_a_proxy() {
    let echo = ECHO.start().await;
    let inner = proxy(echo.url("")).await;
    let outer = proxy(inner.url("")).await;
    let content: Bytes = (0..MUCH).map(|at| (at * 7 % 251) as u8).collect();
    let answer = outer.request(post("/path?query", content.clone())).await;
    assert_eq!((answer.status, answer.complete), (200, true));
    assert!(answer.body == content, "the body is another one");
    inner.log().wait_for("POST /path?query 200").await;

    for server in [outer, inner, echo] {
        ends_well(server).await;
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_off_for_every_client_on_the_way() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n").await;
    })
    .await;
    let inner = proxy(upstream.url("")).await;
    let outer = proxy(inner.url("")).await;
    let answer = outer.request(get("/")).await;
    assert_eq!((answer.status, answer.complete), (200, false));
    for server in [outer, inner] {
        broke_off(&server).await;
        ends_well(server).await;
    }
}

#[tokio::test]
async fn a_hundred_requests_wait_for_a_slow_upstream() {
    const REQUESTS: usize = 100;
    // No request is answered before all are there.
    let all = Arc::new(Barrier::new(REQUESTS));
    let upstream = Upstream::new(move |request| {
        let all = Arc::clone(&all);
        async move {
            all.wait().await;
            told(request).await
        }
    })
    .await;
    let server = Arc::new(proxy(upstream.url("")).await);
    let mut requests = JoinSet::new();
    for number in 0..REQUESTS {
        let server = Arc::clone(&server);
        requests.spawn(async move {
            let answer = server.request(post(&format!("/{number}"), "content")).await;
            assert_eq!((answer.status, answer.text()), (200, &*format!("POST /{number}\ncontent")));
        });
    }
    while let Some(result) = requests.join_next().await {
        result.unwrap();
    }
    ends_well(Arc::into_inner(server).unwrap()).await;
}

/// A body that is cut off before its first byte: an upstream that took it for an empty one would
/// lose data.
#[tokio::test]
async fn an_upload_that_breaks_off_at_once_does_not_look_empty() {
    let (heard, mut listening) = mpsc::unbounded_channel::<Bytes>();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            let _ = heard.send(connection.rest().await.0);
        }
    })
    .await;
    let server = proxy(upstream.url("")).await;
    let mut client = server.raw().await;
    client.send("PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n").await;
    // All that is sent of it.
    let seen = within("the connection", listening.recv()).await.unwrap();
    let seen = String::from_utf8_lossy(&seen);
    let is_chunked = seen.contains("\r\ntransfer-encoding: chunked\r\n");
    assert!(seen.is_empty() || is_chunked && !seen.ends_with("0\r\n\r\n"), "{seen}");
    server.log().wait_for(" broke ").await;
}
