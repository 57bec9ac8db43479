//! Failures, and their answers.

use std::cell::Cell;
use std::rc::Rc;

use doorway::client::{self, Client, Proxy, retry};
use doorway::http::StatusCode;
use doorway::testing::{TestClient, UpstreamError};
use doorway::time::{Duration, sleep};
use doorway::{Body, ErrorCode, IntoResponse, Request, Response};
use futures_util::stream;

use super::{URL, client};

const MS: Duration = Duration::from_millis(1);

#[test]
fn an_upstream_that_cannot_be_reached_is_a_bare_502_or_504() {
    for (code, status) in [
        (ErrorCode::ConnectionRefused, 502),
        (ErrorCode::HttpProtocolError, 502),
        (ErrorCode::ConnectionTimeout, 504),
        (ErrorCode::HttpResponseTimeout, 504),
    ] {
        let client = TestClient::new(Proxy::new(URL)).upstream_error(URL, code);
        let response = client.post("/").body("content").send();
        assert_eq!((response.status().as_u16(), &*response.text()), (status, ""));
    }
}

#[test]
fn an_upstream_that_is_too_slow_is_a_bare_504() {
    let slow = |_: Request| async { sleep(3600 * 1000 * MS).await };
    let builder = Client::builder;
    for builder in [builder().timeout(5 * MS), builder().first_byte_timeout(5 * MS)] {
        let proxy = Proxy::new(URL).client(builder.build().unwrap());
        let response = TestClient::new(proxy).upstream(URL, slow).get("/").send();
        assert_eq!((response.status().as_u16(), &*response.text()), (504, ""));
    }
}

#[test]
fn a_wrong_upstream_is_told_with_each_request() {
    for (proxy, message) in [
        (Proxy::new("api.test"), "api.test"),
        (Proxy::new("ftp://api.test"), "ftp://api.test"),
        (Proxy::new("http://api.test/v2?key=x"), "has a query"),
        (Proxy::new("http://me:secret@api.test"), "user"),
        (Proxy::new("http://api.test").via("a\nb"), "`via`"),
    ] {
        let front = client(|_: Request| async {});
        let error = front.block_on(proxy.forward(Request::new(""))).unwrap_err();
        assert!(error.is_builder() && error.to_string().contains(message), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
        let response = TestClient::new(proxy).get("/").send();
        assert_eq!((response.status().as_u16(), &*response.text()), (500, ""));
    }
}

#[test]
fn what_cannot_be_passed_on_is_refused() {
    let stream = || Body::from_stream(stream::iter([Ok::<_, doorway::Error>("content")]));
    let front = client(Proxy::new(format!("{URL}/v2")));
    for (request, status) in [
        (front.request("CONNECT", "/"), 501),
        (front.get("/").body(stream()), 411),
        (front.head("/").body(stream()), 411),
        (front.get("/".to_owned() + &"x".repeat(65_532)), 414),
    ] {
        let response = request.send();
        assert_eq!((response.status().as_u16(), &*response.text()), (status, ""));
    }
    assert_eq!(front.get("/").body("content").send().status(), 200);
    assert_eq!(front.delete("/").body(stream()).send().status(), 200);
    let proxy = Proxy::new(URL).client(Client::builder().https_only(true).build().unwrap());
    assert_eq!(client(proxy).get("/").send().status(), 500);
}

#[test]
fn what_breaks_off_breaks_off_for_both() {
    let half = |_: Request| async {
        let chunks = [Ok("half"), Err(doorway::Error::other("gone"))];
        Body::from_stream(stream::iter(chunks))
    };
    let response = TestClient::new(Proxy::new(URL)).upstream(URL, half).get("/").send();
    assert_eq!(response.status(), 200);
    let chunks: Vec<_> = response.chunks().collect();
    assert!(chunks.len() == 2 && chunks[1].is_err(), "{chunks:?}");
    // In the other direction it is the client's fault.
    let chunks = [Ok("half"), Err(doorway::Error::other("gone"))];
    let request = client(Proxy::new(URL)).post("/").body(Body::from_stream(stream::iter(chunks)));
    assert_eq!(request.send().status(), 400);
}

/// Fails so often before it answers; counts.
fn upstream(
    failures: u32,
    seen: &Rc<Cell<u32>>,
    fail: fn() -> Response,
) -> impl doorway::Service + use<> {
    let seen = seen.clone();
    move |_: Request| {
        seen.set(seen.get() + 1);
        let fails = seen.get() <= failures;
        async move { if fails { fail() } else { "at last".into_response() } }
    }
}

#[test]
fn requests_without_a_body_are_repeated_as_the_client_says() {
    let busy: fn() -> Response = || StatusCode::SERVICE_UNAVAILABLE.into_response();
    let broken: fn() -> Response =
        || UpstreamError(ErrorCode::ConnectionTerminated).into_response();
    let policy = retry::Policy::new(2).base_delay(MS);
    let client = Client::builder().retry(policy).build().unwrap();
    for (fail, failed) in [(busy, 503), (broken, 502)] {
        for (method, body, status, times) in [
            ("GET", None, 200, 3),
            ("DELETE", None, 200, 3),
            ("PUT", Some("content"), failed, 1),
            ("POST", None, failed, 1),
        ] {
            let seen = Rc::default();
            let app = Proxy::new(URL).client(client.clone());
            let client = TestClient::new(app).upstream(URL, upstream(2, &seen, fail));
            let mut request = client.request(method, "/");
            if let Some(body) = body {
                request = request.body(body);
            }
            assert_eq!(request.send().status(), status, "{method}");
            assert_eq!(seen.get(), times, "{method}");
        }
    }
    // Without such a client nothing is.
    let seen = Rc::default();
    let client = TestClient::new(Proxy::new(URL)).upstream(URL, upstream(1, &seen, busy));
    assert_eq!((client.get("/").send().status().as_u16(), seen.get()), (503, 1));
}

#[test]
fn errors_tell_where_the_request_went() {
    let proxy = Proxy::new(format!("{URL}/v2"));
    let down =
        TestClient::new(|_: Request| async {}).upstream_error(URL, ErrorCode::ConnectionRefused);
    let error: client::Error = down.block_on(proxy.forward(Request::new(()))).unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.url().unwrap().to_string(), format!("{URL}/v2/"));
    assert!(format!("{proxy:?}").contains("http://api.test:81/v2"));
}
