//! Requests of the component to an upstream on the loopback.

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use doorway_loopback::Upstream;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use tokio::sync::mpsc;

use crate::probe::YES;
use crate::served::{Served, head, is};

/// Answers with the request's body, its method, and a field of it.
async fn echo(request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let mut response = Response::new(Full::default());
    if let Ok(method) = head.method.as_str().parse() {
        response.headers_mut().insert("x-method", method);
    }
    if let Some(value) = head.headers.get("x-sent") {
        response.headers_mut().insert("x-sent", value.clone());
    }
    match body.collect().await {
        Ok(body) => *response.body_mut() = Full::new(body.to_bytes()),
        Err(_) => *response.status_mut() = http::StatusCode::BAD_REQUEST,
    }
    response
}

pub(super) async fn forward(served: Served) -> Result<String> {
    let upstream = Upstream::new(echo).await;
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let mut client = served.raw().await;
        let target = format!("/forward?url={}", upstream.url("/a%20path?query"));
        client.send(head(method, &target, "x-sent: a, b\r\ncontent-length: 5\r\n")).await;
        client.send("hello").await;
        let answer = client.answer().await;
        is(&answer, 200, b"hello")?;
        let fields = (answer.header("x-method"), answer.header("x-sent"));
        ensure!(fields == (method, "a, b"), "the upstream got {fields:?}");
    }
    Ok(YES.to_owned())
}

pub(super) async fn upload(served: Served) -> Result<String> {
    const LONG: usize = 16 << 20;
    let upstream = Upstream::new(echo).await;
    let answer = served.get(&format!("/upload?bytes={LONG}&url={}", upstream.url("/"))).await;
    is(&answer, 200, &vec![b'u'; LONG])?;
    Ok(YES.to_owned())
}

pub(super) async fn fan_out(served: Served) -> Result<String> {
    // Each waits until all are there.
    let all = std::sync::Arc::new(tokio::sync::Barrier::new(8));
    let upstream = Upstream::new(move |_| {
        let all = all.clone();
        async move {
            all.wait().await;
            Response::new(Full::new(Bytes::from("abc")))
        }
    })
    .await;
    is(&served.get(&format!("/fanout?n=8&url={}", upstream.url("/"))).await, 200, b"24\n")?;
    Ok(YES.to_owned())
}

/// The component and the upstream each wait for the other's next line.
pub(super) async fn ping_pong(served: Served) -> Result<String> {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        while let Some(line) = connection.chunk().await.filter(|line| !line.is_empty()) {
            connection.send(format!("{:x}\r\n", line.len())).await;
            connection.send(&line).await;
            connection.send("\r\n").await;
        }
        connection.send("0\r\n\r\n").await;
    })
    .await;
    is(&served.get(&format!("/duplex?url={}", upstream.url("/"))).await, 200, b"0\n1\n2\n")?;
    Ok(YES.to_owned())
}

/// The upstream sends back the trailers that it got.
pub(super) async fn trailers(served: Served) -> Result<String> {
    let upstream = Upstream::raw(async |mut connection| {
        let head = connection.head().await;
        let request = connection.body(&head).await;
        let sum = request.trailers.get("x-sum").and_then(|sum| sum.to_str().ok());
        let sum = sum.unwrap_or("none").to_owned();
        let head = "HTTP/1.1 200 OK\r\ntrailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n";
        connection.send(format!("{head}4\r\nbody\r\n0\r\nx-sum: {sum}\r\n\r\n")).await;
    })
    .await;
    let mut client = served.raw().await;
    let fields =
        "te: trailers\r\nconnection: te\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n";
    client.send(head("POST", &format!("/copy?url={}", upstream.url("/")), fields)).await;
    client.send("4\r\nbody\r\n0\r\nx-sum: 42\r\n\r\n").await;
    let answer = client.answer().await;
    is(&answer, 200, b"body")?;
    let sum = answer.trailers.get("x-sum").map(|sum| sum.as_bytes());
    ensure!(sum == Some(b"42"), "the trailers are {:?}", answer.trailers);
    Ok(YES.to_owned())
}

pub(super) async fn afterwards(served: Served) -> Result<String> {
    let (asked, mut requests) = mpsc::unbounded_channel();
    let upstream = Upstream::new(move |_| {
        let _ = asked.send(());
        async { Response::new(Full::new(Bytes::new())) }
    })
    .await;
    is(&served.get(&format!("/afterwards?url={}", upstream.url("/"))).await, 200, b"answered\n")?;
    requests.recv().await.context("no request")?;
    Ok(YES.to_owned())
}

pub(super) async fn refused(served: Served) -> Result<String> {
    let nobody = Upstream::refusing().await;
    let answer = served.get(&format!("/error?url={}", nobody.url("/"))).await;
    let text = answer.text();
    let says = "Connection Some(ErrorCode(the connection was refused))";
    ensure!(text.starts_with(says), "the app sees: {text}");
    Ok(YES.to_owned())
}

pub(super) async fn cut_off(served: Served) -> Result<String> {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n").await;
    })
    .await;
    let answer = served.get(&format!("/body-error?url={}", upstream.url("/"))).await;
    ensure!(answer.text().starts_with("Body "), "the app sees: {}", answer.text());
    // One that is passed on is cut off, too.
    let answer = served.get(&format!("/forward?url={}", upstream.url("/"))).await;
    ensure!(!answer.complete, "the response that is passed on looks whole");
    Ok(YES.to_owned())
}

pub(super) async fn first_byte(served: Served) -> Result<String> {
    let silent = Upstream::raw(async |mut connection| drop(connection.rest().await)).await;
    let answer = served.get(&format!("/first-byte?ms=200&url={}", silent.url("/"))).await;
    ensure!(answer.status == 504, "the status is {}", answer.status);
    Ok(YES.to_owned())
}
