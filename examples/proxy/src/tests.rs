use std::cell::RefCell;
use std::rc::Rc;

use doorway::http::header::{HeaderMap, HeaderValue, PROXY_AUTHORIZATION, TE};
use doorway::testing::TestClient;
use doorway::{Body, ErrorCode, IntoResponse};

use super::*;

const UPSTREAM: &str = "http://upstream.test:9000";

/// A proxy of the upstream.
fn client() -> TestClient {
    TestClient::new(|request: Request| forward(request, UPSTREAM))
}

/// Answers with the method, the target and the body of the request.
async fn told(request: Request) -> Result<String, Error> {
    let first = format!("{} {}\n", request.method(), request.uri());
    Ok(first + &request.into_body().collect_up_to(1024).await?.into_string()?)
}

#[test]
fn method_target_and_body_pass() {
    let client = client().upstream(UPSTREAM, told);
    assert_eq!(client.get("/").send().text(), "GET http://upstream.test:9000/\n");
    assert_eq!(
        client.post("/a/b%20c?d=e&f=%26").body("content").send().text(),
        "POST http://upstream.test:9000/a/b%20c?d=e&f=%26\ncontent"
    );
}

#[test]
fn fields_for_one_connection_are_removed() {
    let got = Rc::new(RefCell::default());
    let headers = got.clone();
    let upstream = move |request: Request| {
        *headers.borrow_mut() = request.headers().clone();
        async { [("proxy-authenticate", "Basic"), ("x-kept", "down")].into_response() }
    };
    let response = client()
        .upstream(UPSTREAM, upstream)
        .get("/")
        .header("proxy-authorization", "Basic x")
        .header("te", "gzip")
        .header("x-kept", "up")
        .send();
    assert_eq!(
        (response.header("x-kept"), response.header("proxy-authenticate")),
        (Some("down"), None)
    );
    let got: HeaderMap = got.take();
    assert_eq!(got["x-kept"], "up");
    assert!(!got.contains_key(PROXY_AUTHORIZATION) && !got.contains_key(TE), "{got:?}");
}

#[test]
fn trailers_pass_both_ways() {
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", HeaderValue::from_static("6"));
    let upstream = async |request: Request| {
        let te = request.headers()[TE].clone();
        ([("x-te", te)], request.into_body())
    };
    let client = client().upstream(UPSTREAM, upstream);
    let body = Body::from("abc").with_trailers(trailers.clone());
    let response = client.post("/").header("te", "gzip, trailers").body(body).send();
    assert_eq!((response.header("x-te"), response.text()), (Some("trailers"), "abc".to_owned()));
    assert_eq!(response.trailers(), Some(&trailers));
}

#[test]
fn an_upstream_that_cannot_be_reached_is_a_bare_502() {
    let client = client().upstream_error(UPSTREAM, ErrorCode::ConnectionRefused);
    let response = client.get("/").send();
    assert_eq!((response.status().as_u16(), response.text()), (502, String::new()));
}

#[test]
fn forwarded_fields_of_clients_are_removed() {
    let client = client().upstream(UPSTREAM, async |request: Request| {
        let headers = request.headers();
        format!("{:?} {:?}", headers.get("forwarded"), headers.get("x-forwarded-for"))
    });
    let request = client.get("/").header("forwarded", "for=192.0.2.1");
    let response = request.header("x-forwarded-for", "192.0.2.1").send();
    assert_eq!(response.text(), "None None");
}
