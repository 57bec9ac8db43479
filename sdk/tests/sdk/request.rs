//! Requests natively: http's, there and back.

use doorway::http::{self, HeaderValue, Method};
use doorway::testing::block_on;
use doorway::{Body, Request};

fn request() -> http::Request<Body> {
    http::Request::post("https://example.com/a%20b?c=d")
        .header("x-one", "1")
        .header("x-one", "2")
        .extension(42_u8)
        .body(Body::from("content"))
        .unwrap()
}

fn assert_same(request: Request) {
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://example.com/a%20b?c=d");
    let values: Vec<_> = request.headers().get_all("x-one").iter().collect();
    assert_eq!(values, ["1", "2"]);
    assert_eq!(request.extensions().get::<u8>(), Some(&42));
    assert_eq!(block_on(request.into_body().collect_up_to(64)).unwrap().bytes(), "content");
}

#[test]
fn survives_the_way_to_http_and_back() {
    let request: http::Request<Body> = Request::from(request()).into();
    assert_same(request.into());
}

#[test]
fn survives_the_way_to_parts_and_back() {
    let (parts, body) = Request::from(request()).into_parts();
    let (parts, body) = Request::from_parts(parts, body).into_parts();
    let parts: http::request::Parts = parts.into();
    assert_same(Request::from_parts(parts.into(), body));
}

#[test]
fn every_part_can_be_changed() {
    let mut request = Request::new("");
    *request.method_mut() = Method::POST;
    *request.uri_mut() = "https://example.com/a%20b?c=d".parse().unwrap();
    request.headers_mut().append("x-one", HeaderValue::from_static("1"));
    request.headers_mut().append("x-one", HeaderValue::from_static("2"));
    request.extensions_mut().insert(42_u8);
    *request.body_mut() = Body::from("content");
    assert_same(request);
}

#[test]
fn parts_can_be_changed_before_they_are_read() {
    let (mut parts, body) = Request::new("").into_parts();
    parts.headers.insert("x-new", HeaderValue::from_static("1"));
    *parts.uri = "/new".parse().unwrap();
    let request = Request::from_parts(parts, body);
    assert_eq!(request.uri().path(), "/new");
    assert_eq!(request.headers().len(), 1);
}
