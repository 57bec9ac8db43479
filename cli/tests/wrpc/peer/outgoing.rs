//! Requests of components: the peer gets them from a worker, and calls an egress for its own.

use super::{ask, serving};
use crate::outgoing::by;
use crate::{LOAD, PROXY, Served, captured, head, pattern};
use doorway_cli::wrpc::egress;
use doorway_host::Options;
use doorway_host::testing::{Raw, Upstream};

#[tokio::test]
async fn it_gets_the_requests_of_a_component() {
    let (_child, addr) = serving().await;
    for guest in [PROXY, PROXY.p3()] {
        let env = vec![("UPSTREAM".to_owned(), "http://far.test:81".to_owned())];
        let options = Options { env, outgoing: Some(by(addr)), ..Options::default() };
        let served = Served::start_with(guest, options).await;
        for size in [0, 1, 64 * 1024, 1 << 20] {
            let mut client = served.raw().await;
            let head = format!("PUT /a?b HTTP/1.1\r\nhost: x\r\ncontent-length: {size}\r\n\r\n");
            client.send(head).await;
            client.send(pattern(size)).await;
            let answer = client.answer().await;
            assert_eq!((answer.status, answer.complete), (201, true), "{size}");
            assert_eq!(answer.header("x-seen"), "PUT http://far.test:81/a?b");
            assert!(!answer.headers.contains_key("x-hop"));
            assert!(answer.body == pattern(size), "{size}: {}", answer.body.len());
        }
        let mut client = served.raw().await;
        client
            .send(
                "POST / HTTP/1.1\r\nhost: x\r\nte: trailers\r\nconnection: te\r\ntrailer: x-sum\r\n\
                 transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-sum: 42\r\n\r\n",
            )
            .await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), &answer.trailers["x-sum"]), ("hello", &"42".parse().unwrap()));
        served.ends().await;
    }
}

#[tokio::test]
async fn its_error_codes_are_those_of_the_component() {
    let (mut child, addr) = serving().await;
    for guest in [LOAD, LOAD.p3()] {
        let options = Options { outgoing: Some(by(addr)), ..Options::default() };
        let served = Served::start_with(guest, options).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/pass?url=http://far.test/denied")).await;
        assert_eq!(client.answer().await.status, 502);
        let failed = "GET http://far.test/denied failed: the host denies this request";
        served.log.wait_for(failed).await;
        // The peer is late for those that have a limit.
        client.send(head("GET", "/connect-timeout?ms=5000&url=http://far.test/late")).await;
        let failed = "connect request timeout: GET http://far.test/late failed\n";
        assert_eq!(client.answer().await.text(), failed);
        served.ends().await;
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn it_sends_requests_by_an_egress() {
    let upstream = Upstream::raw(async |mut connection: Raw| {
        let head = connection.head().await;
        let request = connection.body(&head).await;
        let seen = format!("{}, host {}", head.line, request.header("host"));
        let sum = request.trailers.get("x-sum").map_or("none", |sum| sum.to_str().unwrap());
        let fields =
            "trailer: x-sum\r\nconnection: x-hop\r\nx-hop: 1\r\ntransfer-encoding: chunked";
        let chunk = match request.body.len() {
            0 => Vec::new(),
            size => [format!("{size:x}\r\n").as_bytes(), &request.body[..], b"\r\n"].concat(),
        };
        connection
            .send(format!("HTTP/1.1 201 Created\r\nx-seen: {seen}\r\n{fields}\r\n\r\n"))
            .await;
        let end = format!("0\r\nx-sum: {sum}\r\n\r\n");
        connection.send([chunk, end.into_bytes()].concat()).await;
    })
    .await;
    let (log, _) = captured();
    let mut egress = egress::start(crate::anywhere().await, Vec::new(), log).unwrap();
    let (to, url) = (egress.addr().to_string(), upstream.url("/a?b"));
    for (method, size, trailers) in [
        ("GET", 0, None),
        ("POST", 5, None),
        ("POST", 4 << 20, None),
        ("POST", 5, Some("x-sum=42")),
    ] {
        let args: Vec<_> = ["send", &to, method, &url].into_iter().chain(trailers).collect();
        let answer = ask(&args, pattern(size)).await;
        assert!(answer.succeeded && answer.told.starts_with("status 201\n"), "{}", answer.told);
        let seen = format!("x-seen: {method} /a?b HTTP/1.1, host {}\n", upstream.addr());
        assert!(answer.told.contains(&seen), "{}", answer.told);
        assert!(!answer.told.contains("x-hop"), "{}", answer.told);
        assert!(answer.body == pattern(size), "{method} {size}: {}", answer.body.len());
        let sum = if trailers.is_some() { "42" } else { "none" };
        assert!(answer.told.ends_with(&format!("trailers\nx-sum: {sum}\n")), "{}", answer.told);
    }
    egress.finish().await;
}

#[tokio::test]
async fn it_gets_the_codes_of_an_egress() {
    let cut_off = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n").await;
    })
    .await;
    let broken = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.reset();
    })
    .await;
    let no_http = Upstream::raw(async |mut connection| connection.send("220 smtp\r\n").await).await;
    let (log, logged) = captured();
    let mut egress = egress::start(crate::anywhere().await, Vec::new(), log).unwrap();
    let to = egress.addr().to_string();
    for (upstream, told) in [
        (Upstream::refusing().await, "ErrorCode::ConnectionRefused"),
        (broken, "ErrorCode::ConnectionTerminated"),
        (no_http, "ErrorCode::HttpProtocolError"),
        (cut_off, "the invocation"),
    ] {
        let answer = ask(&["send", &to, "GET", &upstream.url("/")], Vec::new()).await;
        assert!(!answer.succeeded && answer.told.contains(told), "{told}: {}", answer.told);
    }
    logged.wait_for("Connection refused").await;
    egress.finish().await;
}
