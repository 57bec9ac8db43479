//! Upstreams in-process: what `client::send` gets natively.

use std::cell::Cell;
use std::rc::Rc;

use doorway::client;
use doorway::http::{HeaderMap, HeaderValue};
use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep, timeout};
use doorway::{Body, Error, ErrorCode, ErrorKind, IntoResponse, Request, Response, task};
use futures_util::future::join_all;
use futures_util::stream;
use proptest::prelude::*;

use crate::support::called::{forward, read, talk, to, upstreams};

const MS: Duration = Duration::from_millis(1);

#[test]
fn scheme_host_and_port_choose_the_upstream() {
    let named = |name: &'static str| move |_: Request| async move { name };
    let client = upstreams()
        .upstream("https://api.test", named("replaced"))
        .upstream("https://API.test:443", named("https"))
        .upstream("http://api.test", named("http"))
        .upstream("http://api.test:8080", named("8080"))
        .upstream("http://[::1]:80", named("ipv6"));
    for (url, name) in [
        ("https://api.test/a/b?c", "https"),
        ("https://Api.Test:443", "https"),
        ("http://api.test:80/", "http"),
        ("http://api.test:8080/", "8080"),
        ("http://[::1]", "ipv6"),
    ] {
        assert_eq!(
            client.block_on(async { read(client::send(to(url)).await).await }).unwrap(),
            name
        );
    }
}

#[test]
fn an_upstream_that_was_not_given_is_named_with_those_that_were() {
    let client = upstreams()
        .upstream("https://one.test", |_: Request| async {})
        .upstream_error("http://two.test:81", ErrorCode::ConnectionRefused);
    for url in ["http://one.test/a?b=c", "https://one.test:444/", "https://www.one.test/"] {
        let error = client.block_on(client::send(to(url))).unwrap_err();
        let message = format!(
            "no upstream answers GET {url}: those that the test has given are https://one.test, \
             http://two.test:81"
        );
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Connection, message));
    }
    let error = block_on(client::send(to("http://one.test/"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let message = "no upstream answers GET http://one.test/: outside of a component doorway sends \
                   nothing";
    assert_eq!(error.to_string(), message);
    // As a 502, it tells the client nothing.
    let response = TestClient::new(forward).get("/").send();
    assert_eq!((response.status().as_u16(), &*response.text()), (502, ""));
}

#[test]
fn requests_arrive_as_from_a_host() {
    let seen = |request: Request| async move {
        let mut fields: Vec<_> = request.headers().keys().map(|name| name.to_string()).collect();
        fields.sort();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let body = request.into_body().collect_up_to(64).await?.into_string()?;
        Ok::<_, Error>(format!("{method} {uri} {fields:?} {body}"))
    };
    let client = TestClient::new(forward).upstream("https://api.test", seen);
    let request = client.post("/a?%zz").header("x-a", "1").header("host", "elsewhere");
    let text = request.header("upgrade", "x").body("body").send().text();
    // The length of a body that is passed on is left to the hosts.
    assert_eq!(text, r#"POST https://api.test/a?%zz ["content-length", "host", "x-a"] body"#);
    assert_eq!(client.get("/").send().text(), "GET https://api.test/ [\"host\"] ");
    let request = Request::builder().method("PUT").uri("https://api.test").header("te", "x");
    let request = request.header("connection", "x").header("host", "x").body("ten bytes.").unwrap();
    let text = client.block_on(async { read(client::send(request).await).await }).unwrap();
    assert_eq!(text, r#"PUT https://api.test/ ["content-length", "host", "te"] ten bytes."#);
}

#[test]
fn responses_come_as_from_a_host() {
    async fn api(request: Request) -> Response {
        let status = request.uri().path()[1..].parse().unwrap();
        let mut response = "content".into_response();
        *response.status_mut() = doorway::http::StatusCode::from_u16(status).unwrap();
        response.headers_mut().insert("connection", HeaderValue::from_static("x"));
        response
    }
    let client = TestClient::new(forward).upstream("https://api.test", api);
    for (status, text, length) in [
        (200, "content", Some("7")),
        (404, "content", Some("7")),
        (204, "", None),
        (304, "", None),
        (500, "content", Some("7")),
    ] {
        let path = format!("/{status}");
        let response = client.get(&path).send();
        assert_eq!(response.status(), status);
        assert_eq!((&*response.text(), response.header("content-length")), (text, length));
        assert_eq!(response.header("connection"), None);
        let head = client.head(&path).send();
        assert_eq!((&*head.text(), head.header("content-length")), ("", length));
    }
    assert_eq!(client.get("/103").send().status(), 500);
}

#[test]
fn upstreams_may_call_one_another() {
    let client = TestClient::new(forward)
        .upstream("https://api.test", |_: Request| async {
            let task =
                task::spawn(async { read(client::send(to("http://db.test/rows")).await).await });
            Ok::<_, Error>(format!("api, {}", task.await.map_err(Error::other)??))
        })
        .upstream("http://db.test", |request: Request| async move {
            sleep(MS).await;
            format!("db of {}", request.uri().path())
        });
    assert_eq!(client.get("/").send().text(), "api, db of /rows");
}

#[test]
fn bodies_stream_both_ways_at_once() {
    let client = TestClient::new(forward)
        .upstream("https://api.test", |request: Request| async { request.into_body() });
    let (mut sender, body) = Body::channel();
    block_on(sender.send("one")).unwrap();
    let response = client.post("/").body(body).send();
    let mut chunks = response.chunks();
    talk(&mut sender, &mut chunks);
    sender.finish_with_trailers(HeaderMap::from_iter([(
        "x-sum".parse().unwrap(),
        HeaderValue::from_static("3"),
    )]));
    assert!(chunks.next().is_none());
    assert_eq!(response.trailers().unwrap()["x-sum"], "3");
}

#[test]
fn requests_run_side_by_side_and_are_cancelled_when_dropped() {
    let (running, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    struct Running(Rc<Cell<usize>>);
    impl Drop for Running {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
        }
    }
    let (now, max) = (running.clone(), most.clone());
    let client = upstreams().upstream("https://api.test", move |request: Request| {
        now.set(now.get() + 1);
        max.set(now.get().max(max.get()));
        let running = Running(now.clone());
        async move {
            let _running = running;
            sleep(if request.uri().path() == "/slow" { 3600 * 1000 * MS } else { 2 * MS }).await;
        }
    });
    client.block_on(async {
        let all = join_all((0..8).map(|_| client::send(to("https://api.test/")))).await;
        assert!(all.into_iter().all(|response| response.is_ok()));
        let slow = client::send(to("https://api.test/slow"));
        assert!(timeout(5 * MS, slow).await.is_err());
    });
    assert_eq!((most.get(), running.get()), (8, 0));
}

proptest! {
    /// A body comes back unchanged through a proxy and an echo, in chunks of any size.
    #[test]
    fn an_echo_behind_a_proxy_is_true(parts in prop::collection::vec("[a-z]{0,9}", 0..9)) {
        let all = parts.concat();
        let client = TestClient::new(forward)
            .upstream("https://api.test", |request: Request| async { request.into_body() });
        let body = Body::from_stream(stream::iter(parts.into_iter().map(Ok::<_, Error>)));
        prop_assert_eq!(client.post("/").body(body).send().text(), all);
    }
}
