//! Methods, targets, header fields and statuses.

use super::{mirror, to};
use crate::guests::CLIENT;
use crate::{count, ends_well, head};
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::Upstream;
use http::{Request, Response};
use http_body_util::{Empty, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::Ipv6Addr;
use tokio::net::TcpListener;

#[tokio::test]
async fn every_method_arrives_and_without_a_body_it_has_none() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
    {
        let mut client = server.raw().await;
        client.send(head(method, &to("/forward", &upstream))).await;
        let answer = client.head().await;
        assert_eq!(answer.status(), 200, "{method}");
        assert_eq!(answer.headers["x-method"], method);
        // A `content-length: 0` would be fine; chunks are not, some servers refuse them.
        let framing = answer.headers["x-framing"].to_str().unwrap();
        assert!(matches!(framing, "none" | "- 0"), "{method}: {framing}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn path_and_query_arrive_as_they_were_written() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    for target in ["/", "/a/b%20c/..;x", "/?", "/q?a=b%26c", "/?a=1;b=2", "//double", "/%zz?%"] {
        let answer = server.get(&format!("/forward?url={}", upstream.url(target))).await;
        assert_eq!((answer.status, answer.header("x-target")), (200, target));
    }
    // A URL may have no path; HTTP always has one.
    let answer = server.get(&format!("/forward?url={}", upstream.url(""))).await;
    assert_eq!(answer.header("x-target"), "/");
    ends_well(server).await;
}

#[tokio::test]
async fn header_fields_pass_both_ways_and_in_order() {
    let upstream = Upstream::raw(async |mut connection| {
        let head = connection.head().await;
        let all = |name: &str| -> Vec<_> {
            head.headers.get_all(name).iter().map(|value| value.as_bytes()).collect()
        };
        assert_eq!(all("x-many"), [&b"1"[..], b"2", b"3"]);
        assert_eq!((all("x-empty"), all("x-latin")), (vec![&b""[..]], vec![&b"caf\xe9"[..]]));
        assert_eq!(all("x-forwarded"), [b"yes"]);
        connection
            .send(
                b"HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nx-latin: caf\xe9\r\nset-cookie: b=2\r\n\
                  x-empty:\r\ncontent-length: 2\r\nset-cookie: c=3\r\n\r\nok",
            )
            .await;
    })
    .await;
    let server = CLIENT.start().await;
    let mut client = server.raw().await;
    client.send(format!("GET {} HTTP/1.1\r\nhost: x\r\n", to("/forward", &upstream))).await;
    client
        .send(b"x-many: 1\r\nx-latin: caf\xe9\r\nx-many: 2\r\nx-empty:\r\nx-many: 3\r\n\r\n")
        .await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.text()), (200, "ok"));
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2", "c=3"]);
    assert_eq!(
        (answer.header("x-empty"), answer.headers["x-latin"].as_bytes()),
        ("", &b"caf\xe9"[..])
    );
    drop(client);
    ends_well(server).await;
}

#[tokio::test]
async fn the_host_is_the_urls_and_not_the_clients() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    let request = Request::get(to("/forward", &upstream)).header("host", "client.example");
    let answer = server.request(request.body(Empty::<Bytes>::new()).unwrap()).await;
    let hosts: Vec<_> = answer.text().lines().filter(|line| line.starts_with("host:")).collect();
    assert_eq!(hosts, [format!("host: {}", upstream.addr())]);
    ends_well(server).await;
}

#[tokio::test]
async fn an_ipv6_literal_is_an_authority() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await else {
        eprintln!("skipped: this machine has no IPv6 loopback");
        return;
    };
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let service = service_fn(async |request| Ok::<_, Infallible>(mirror(request).await));
        let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    });
    let server = CLIENT.start().await;
    let answer = server.get(&format!("/forward?url=http://{addr}/path")).await;
    assert_eq!((answer.status, answer.header("x-target")), (200, "/path"));
    assert!(answer.text().contains(&format!("host: [::1]:{}\n", addr.port())), "{answer:?}");
    ends_well(server).await;
}

#[tokio::test]
async fn fields_that_are_the_hosts_are_left_out() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/forbidden", &upstream)).await;
    let mut fields: Vec<_> = answer.text().lines().map(str::to_owned).collect();
    fields.retain(|field| field != "content-length: 0");
    fields.sort();
    assert_eq!(fields, [format!("host: {}", upstream.addr()), "x-kept: kept".to_owned()]);
    for name in [
        "connection",
        "keep-alive",
        "proxy-connection",
        "transfer-encoding",
        "upgrade",
        "http2-settings",
    ] {
        let line = format!("left out the request field `{name}`: the host forbids it");
        server.log().wait_for(&line).await;
    }
    ends_well(server).await;
}

/// RFC 9113, 8.2.3: HTTP/2 may split the field, and back ends of HTTP/1.1 read one.
#[tokio::test]
async fn several_cookie_fields_become_one() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    for (path, expected) in [("/forward", "a=1; b=2"), ("/another-cookie", "a=1; b=2; c=3")] {
        let request = Request::get(to(path, &upstream)).header("cookie", "a=1");
        let request = request.header("cookie", "b=2").body(Empty::<Bytes>::new()).unwrap();
        let answer = server.request(request).await;
        let cookies: Vec<_> =
            answer.text().lines().filter(|line| line.starts_with("cookie:")).collect();
        assert_eq!(cookies, [format!("cookie: {expected}")], "{path}");
    }
    ends_well(server).await;
}

/// RFC 9110, 7.6.1: fields that a client names in `connection` were for its own connection, those that
/// the component adds are not.
#[tokio::test]
async fn a_client_cannot_take_away_what_the_component_adds() {
    let upstream = Upstream::new(mirror).await;
    for shows_connection in [false, true] {
        let options = Options { shows_connection, ..Options::default() };
        let server = CLIENT.start_with(options).await;
        let mut client = server.raw().await;
        let target = to("/add-user", &upstream);
        client
            .send(format!(
                "GET {target} HTTP/1.1\r\nhost: x\r\nconnection: x-user, X-Mine\r\nx-mine: 1\r\n\
                 x-user: root\r\n\r\n"
            ))
            .await;
        let answer = client.answer().await;
        let fields: Vec<_> = answer.text().lines().filter(|line| line.starts_with("x-")).collect();
        let added = "x-user: found out here";
        let hidden = ["x-forwarded: yes", "x-mine: 1", added];
        let shown = ["x-forwarded: yes", added];
        let mut fields = fields;
        fields.sort_unstable();
        match shows_connection {
            true => assert_eq!(fields, shown),
            // This host does not tell that the client named it.
            false => assert_eq!(fields, hidden),
        }
        drop(client);
        ends_well(server).await;
    }
}

#[tokio::test]
async fn trailers_that_are_too_large_together_are_left_out() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/large-trailers", &upstream)).await;
    assert_eq!((answer.status, answer.complete), (200, true));
    let log = ends_well(server).await;
    let line = "doorway: left out the trailers: together they are too large";
    assert_eq!(count(&log, line), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn every_status_comes_back() {
    let upstream = Upstream::new(async |request: Request<Incoming>| {
        let status = request.uri().path()[1..].parse::<u16>().unwrap();
        let body = if matches!(status, 204 | 205 | 304) { "" } else { "content" };
        Response::builder().status(status).body(Full::new(Bytes::from(body))).unwrap()
    })
    .await;
    let server = CLIENT.start().await;
    for status in [200, 201, 204, 205, 206, 301, 304, 400, 404, 418, 429, 500, 503, 599] {
        let path = format!("/forward?url={}", upstream.url(&format!("/{status}")));
        let answer = server.get(&path).await;
        let content = if matches!(status, 204 | 205 | 304) { "" } else { "content" };
        assert_eq!((answer.status, answer.text(), answer.complete), (status, content, true));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn an_interim_response_is_not_the_response() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n").await;
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfinal").await;
    })
    .await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/forward", &upstream)).await;
    assert_eq!((answer.status, answer.text(), answer.header("link")), (200, "final", ""));
    ends_well(server).await;
}

#[tokio::test]
async fn a_head_response_keeps_its_length_and_has_no_body() {
    let upstream = Upstream::raw(async |mut connection| {
        let head = connection.head().await;
        assert_eq!(head.line, "HEAD / HTTP/1.1");
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
    })
    .await;
    let server = CLIENT.start().await;
    let mut client = server.raw().await;
    // The first bytes on the connection after the head are the next head.
    for _ in 0..2 {
        client.send(head("HEAD", &to("/forward", &upstream))).await;
        let answer = client.head().await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers["content-length"], "1000");
    }
    drop(client);
    ends_well(server).await;
}
