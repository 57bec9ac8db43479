//! The app that doorway is measured by does what it should, with a hundred more routes too, and so
//! does the one that is written by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use doorway_host::testing::{Guest, TestServer, Upstream};
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::sync::Barrier;

use crate::guests::{BY_HAND, CONTRACT, CONTRACT_MANY};
use crate::{ends_well, post};

const ALL: [Guest; 3] = [CONTRACT, CONTRACT_MANY, BY_HAND];

/// More than any buffer on the way.
const MUCH: usize = 4 << 20;

fn json(path: &str, body: &str) -> Request<Full<Bytes>> {
    let mut request = post(path, body.to_owned());
    request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    request
}

/// The contract app by hand has bare statuses in place of problems.
async fn assert_problem(
    guest: Guest,
    server: &TestServer,
    request: Request<Full<Bytes>>,
    status: u16,
) {
    let what = format!("{guest:?} {} {}", request.method(), request.uri());
    let answer = server.request(request).await;
    assert_eq!(answer.status, status, "{what}");
    if guest != BY_HAND {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    }
}

#[tokio::test]
async fn what_is_made_here() {
    for guest in ALL {
        let server = guest.start().await;
        let answer = server.get("/hello").await;
        assert_eq!((answer.status, answer.text()), (200, "Hello, world!"));
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");

        let answer = server.get("/users/1/posts/2").await;
        assert_eq!((answer.status, answer.text()), (200, r#"{"id":1,"post":2}"#));

        let request = json("/json", r#"{"name":"abc","values":[1,2,3.5]}"#);
        let answer = server.request(request).await;
        assert_eq!(answer.text(), r#"{"name":"abc","sum":6.5,"count":3}"#);
        assert_eq!(answer.header("content-type"), "application/json");

        for bytes in [0, 1, 16 * 1024, 16 * 1024 + 1, MUCH] {
            let answer = server.get(&format!("/stream?bytes={bytes}")).await;
            assert!(answer.complete && answer.body.iter().all(|byte| *byte == b'.'));
            assert_eq!((answer.status, answer.body.len()), (200, bytes));
        }

        let content: Bytes = (0..MUCH).map(|at| (at * 7 % 251) as u8).collect();
        let answer = server.request(post("/echo", content.clone())).await;
        assert!(answer.complete && answer.body == content, "the body is another one");
        ends_well(server).await;
    }
}

#[tokio::test]
async fn invalid_requests_are_problems() {
    for guest in ALL {
        let server = guest.start().await;
        let get = |path: &str| Request::get(path).body(Full::default()).unwrap();
        assert_problem(guest, &server, get("/users/one/posts/2"), 400).await;
        assert_problem(guest, &server, get("/stream?bytes=many"), 400).await;
        assert_problem(guest, &server, get("/nowhere"), 404).await;
        assert_problem(guest, &server, get("/json"), 405).await;
        assert_problem(guest, &server, post("/json", "{}"), 415).await;
        assert_problem(guest, &server, json("/json", "{"), 400).await;
        assert_problem(guest, &server, json("/json", "{}"), 422).await;
        ends_well(server).await;
    }
}

#[tokio::test]
async fn a_proxy_streams_its_upstream() {
    let upstream = Upstream::new(async |request: Request<Incoming>| {
        let length = if request.uri().path() == "/much" { MUCH } else { 4 };
        Response::new(Full::new(Bytes::from(vec![b'u'; length])))
    })
    .await;
    let breaking = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf").await;
    })
    .await;
    let refusing = Upstream::refusing().await;
    for guest in ALL {
        let server = guest.start().await;
        let answer = server.get(&format!("/proxy?url={}", upstream.url("/"))).await;
        assert_eq!((answer.status, answer.text()), (200, "uuuu"));
        let answer = server.get(&format!("/proxy?url={}", upstream.url("/much"))).await;
        assert_eq!((answer.status, answer.body.len(), answer.complete), (200, MUCH, true));
        let answer = server.get(&format!("/proxy?url={}", breaking.url("/"))).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, "half", false));
        let answer = server.get(&format!("/proxy?url={}", refusing.url("/"))).await;
        assert_eq!((answer.status, answer.text()), (502, ""));
        ends_well(server).await;
    }
}

#[tokio::test]
async fn a_fanout_asks_all_at_once() {
    const REQUESTS: usize = 16;
    let asked = Arc::new(AtomicUsize::new(0));
    // No request is answered before all are there.
    let all = Arc::new(Barrier::new(REQUESTS));
    let upstream = Upstream::new({
        let asked = asked.clone();
        move |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            let all = all.clone();
            async move {
                all.wait().await;
                Response::new(Full::new(Bytes::from_static(b"seven!!")))
            }
        }
    })
    .await;
    for guest in ALL {
        let server = guest.start().await;
        let path = format!("/fanout?url={}&n={REQUESTS}", upstream.url("/"));
        let answer = server.get(&path).await;
        assert_eq!((answer.status, answer.text()), (200, &*(7 * REQUESTS).to_string()));
        let answer = server.get(&format!("/fanout?url={}&n=0", upstream.url("/"))).await;
        assert_eq!(answer.text(), "0");
        ends_well(server).await;
    }
    assert_eq!(asked.load(Ordering::Relaxed), ALL.len() * REQUESTS);
}
