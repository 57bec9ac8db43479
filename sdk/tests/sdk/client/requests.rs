//! `RequestBuilder`: it sends the parts that were set, and reports the first error.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use doorway::client::{self, Client, RequestBuilder};
use doorway::http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, HOST};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, Method};
use doorway::testing::TestClient;
use doorway::{Body, Error, ErrorKind, Request};
use proptest::prelude::*;
use serde::{Serialize, Serializer};

mod bodies;

const URL: &str = "https://api.test/planets";

/// Echoes the method, the target, the sorted header lines without `host`, the body and the
/// trailers.
async fn told(request: Request) -> Result<String, Error> {
    let mut told = format!("{} {}\n", request.method(), request.uri());
    // Fields that a client adds, with feature `gzip`, are another test's subject.
    assert_eq!(request.headers()[HOST], request.uri().authority().unwrap().as_str());
    let fields = request.headers().iter();
    let fields = fields.filter(|(name, _)| *name != ACCEPT_ENCODING && *name != HOST);
    let mut lines: Vec<_> = fields
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    lines.sort_by_key(|line| line.split(':').next().unwrap_or_default().to_owned());
    told.extend(lines);
    let body = request.into_body().collect_up_to(1 << 20).await?;
    told += &format!("\n{}", String::from_utf8_lossy(body.bytes()));
    for (name, value) in body.trailers().into_iter().flatten() {
        told += &format!("\n{name}: {}", value.to_str().unwrap());
    }
    Ok(told)
}

fn upstream() -> TestClient {
    TestClient::new(|_: Request| async {}).upstream("https://api.test", told)
}

/// The request that the upstream gets.
fn sent(request: RequestBuilder) -> String {
    upstream().block_on(async { request.send().await.unwrap().text().await.unwrap() })
}

/// Why nothing was sent.
#[track_caller]
fn refused(request: RequestBuilder) -> String {
    let built = request.try_clone();
    assert!(built.is_none(), "{built:?} can be built");
    let debug = format!("{request:?}");
    let error = upstream().block_on(request.send()).unwrap_err();
    assert!(error.is_builder(), "{error:?}");
    assert!(debug.contains(&error.to_string()), "{debug}");
    error.to_string()
}

#[test]
fn each_method_is_sent() {
    let client = Client::new();
    for (method, request) in [
        ("GET", client.get(URL)),
        ("POST", client.post(URL)),
        ("PUT", client.put(URL)),
        ("PATCH", client.patch(URL)),
        ("DELETE", client.delete(URL)),
        ("PROPFIND", client.request(Method::from_bytes(b"PROPFIND").unwrap(), URL)),
        ("GET", client::get(URL)),
        ("POST", client::post(URL)),
        ("PUT", client::put(URL)),
        ("PATCH", client::patch(URL)),
        ("DELETE", client::delete(URL)),
        ("OPTIONS", client::request(Method::OPTIONS, URL)),
    ] {
        assert_eq!(sent(request), format!("{method} {URL}\n\n"));
    }
    let head = upstream().block_on(async {
        let one = Client::new().head(URL).send().await.unwrap();
        let other = client::head(URL).send().await.unwrap();
        (one.status(), other.text().await.unwrap())
    });
    assert_eq!((head.0.as_u16(), &*head.1), (200, ""));
}

#[test]
fn fields_are_added_and_replaced() {
    let name = HeaderName::from_static("x-one");
    let mut more = HeaderMap::new();
    more.append(ACCEPT, HeaderValue::from_static("a/c"));
    more.append(ACCEPT, HeaderValue::from_static("a/d"));
    more.insert("x-three", HeaderValue::from_static("3"));
    let request = client::get(URL)
        .header(&name, "1")
        .header(name.clone(), String::from("2"))
        .header("X-Two", 2)
        .header(b"x-bytes".as_slice(), b"\xc3\xa9\t\xff".as_slice())
        .header("accept", "a/b")
        .header("x-three", HeaderValue::from_static("gone"))
        .headers(more)
        .header("accept", "a/e");
    assert_eq!(
        sent(request),
        format!(
            "GET {URL}\naccept: a/c\naccept: a/d\naccept: a/e\nx-bytes: é\t\u{fffd}\nx-one: 1\n\
             x-one: 2\nx-three: 3\nx-two: 2\n\n"
        )
    );
}

#[test]
fn a_field_that_is_none_is_named_and_its_value_is_not() {
    let get = || client::get(URL).header("accept", "*/*");
    let secret = "token\r\nx-evil: 1";
    for value in [secret, "token\n", "token\r", "to\0ken", "\x7ftoken"] {
        let message = refused(get().header("x-api-key", value));
        assert!(message.starts_with("the header field `x-api-key` has an invalid value: "));
        assert!(!message.contains("token") && !message.contains("evil"), "{message}");
        let message = refused(get().bearer_auth(value));
        assert!(message.contains("`authorization`") && !message.contains("token"), "{message}");
    }
    for name in ["", "x y", "x:", "x\n", "é", "x\0"] {
        let message = refused(get().header(name, secret));
        assert!(message.starts_with("header field number 2 has an invalid name: "), "{message}");
        assert!(!message.contains("token"), "{message}");
    }
    let error = get().header("x-a", "\n").build().unwrap_err();
    assert_eq!(error.url().unwrap(), URL);
    let message = Client::builder().user_agent("a\nb").build().unwrap_err().to_string();
    assert!(message.starts_with("the header field `user-agent` has an invalid value"), "{message}");
}

#[test]
fn the_first_error_is_told() {
    let request = client::get("").header("x-a", "\n");
    assert!(!refused(request).contains("x-a"));
    let request = client::get(URL).header("x-first", "\n").header("x-second", "\n").json(&Broken);
    assert!(refused(request).contains("x-first"));
    let message = refused(client::get(URL).header("x-a", "\n").body("content").query(&Broken));
    assert!(message.contains("x-a"), "{message}");
    let builder = Client::builder().user_agent("a\nb").base_url("//");
    assert!(builder.build().unwrap_err().to_string().contains("user-agent"));
}

/// Fails to be written.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("broken on purpose"))
    }
}

#[test]
fn pairs_are_added_to_the_query() {
    #[derive(Serialize)]
    struct Page {
        page: u32,
        name: Option<&'static str>,
        tags: Vec<&'static str>,
    }
    let get = |url: &str| client::get(url);
    let page = Page { page: 2, name: None, tags: vec!["a b", "c&d"] };
    let map = BTreeMap::from([("é", "=")]);
    for (request, target) in [
        (get(URL).query(&[("a", "1"), ("a", "2")]), "?a=1&a=2"),
        (get(URL).query(&page), "?page=2&tags=a+b&tags=c%26d"),
        (get(URL).query(&map).query(&[("b", true)]), "?%C3%A9=%3D&b=true"),
        (get("https://api.test/planets?x").query(&[("y", 1)]), "?x&y=1"),
        (get("https://api.test/planets?").query(&[("y", 1)]), "?y=1"),
        (get("https://api.test/planets?x=%20").query(&[("y", "")]), "?x=%20&y="),
        (get(URL).query(&[] as &[(&str, &str)]), ""),
        (get("https://api.test/planets?x").query(&[] as &[(&str, &str)]), "?x"),
    ] {
        assert_eq!(sent(request), format!("GET {URL}{target}\n\n"));
    }
    let request = get("https://api.test").query(&[("a", 1)]);
    assert_eq!(sent(request), "GET https://api.test/?a=1\n\n");
    for request in [get(URL).query(&("a", "b")), get(URL).query("a=b"), get(URL).query(&Broken)] {
        assert!(refused(request).starts_with("the value cannot be serialized as a query: "));
    }
}

#[test]
fn credentials_are_sensitive() {
    let get = || client::get(URL);
    let token = |request: RequestBuilder| {
        let request = request.build().unwrap();
        let value = request.headers()[AUTHORIZATION].clone();
        assert!(value.is_sensitive() && !format!("{request:?}").contains("c2Vj"));
        assert_eq!(request.headers().len(), 1);
        value.to_str().unwrap().to_owned()
    };
    assert_eq!(token(get().bearer_auth("c2Vj")), "Bearer c2Vj");
    let no_password = None::<&str>;
    // By `base64` of coreutils.
    for (name, password, expected) in [
        ("Aladdin", Some("open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("user", no_password, "dXNlcjo="),
        ("user", Some(""), "dXNlcjo="),
        ("", Some("a:b"), "OmE6Yg=="),
        ("test", Some("123£"), "dGVzdDoxMjPCow=="),
        ("a?>~", Some("\u{ff}\u{bf}\n"), "YT8+fjrDv8K/Cg=="),
    ] {
        assert_eq!(token(get().basic_auth(name, password)), format!("Basic {expected}"));
    }
    assert_eq!(token(get().basic_auth(1, Some(2)).bearer_auth("last")), "Bearer last");
    let message = refused(get().basic_auth("who:ever", Some("c2Vj")));
    assert!(message.contains("has a `:` in it") && !message.contains("who"), "{message}");
}

#[test]
fn what_a_client_says_is_for_requests_that_say_nothing_else() {
    let headers = |pairs: &[(&'static str, &'static str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, value);
        }
        headers
    };
    let client = Client::builder()
        .user_agent("planets/1.0")
        .default_headers(headers(&[("accept", "a/b"), ("accept", "a/c"), ("x-key", "old")]))
        .default_headers(headers(&[("x-key", "new")]))
        .build()
        .unwrap();
    let fields = "accept: a/b\naccept: a/c\nuser-agent: planets/1.0\nx-key: new";
    assert_eq!(sent(client.get(URL)), format!("GET {URL}\n{fields}\n\n"));
    let request = client.get(URL).header("accept", "d/e").header("user-agent", "mine");
    let fields = "accept: d/e\nuser-agent: mine\nx-key: new";
    assert_eq!(sent(request), format!("GET {URL}\n{fields}\n\n"));
    // A request from elsewhere gets them too.
    let request = Request::builder().uri(URL).header("x-key", "").body(()).unwrap();
    let text =
        upstream().block_on(async { client.execute(request).await.unwrap().text().await.unwrap() });
    let fields = "accept: a/b\naccept: a/c\nuser-agent: planets/1.0\nx-key: ";
    assert!(text.starts_with(&format!("GET {URL}\n{fields}\n")), "{text}");
    // There are no fields by default.
    assert_eq!(sent(Client::new().get(URL)), format!("GET {URL}\n\n"));
}

#[test]
fn hosts_keep_some_fields_for_themselves() {
    let request = client::get(URL).header("host", "elsewhere.test").header("connection", "close");
    assert_eq!(sent(request), format!("GET {URL}\n\n"));
}

#[test]
fn requests_are_built_and_executed() {
    let (client, request) = client::put(URL).body("content").header("x-a", "1").build_split();
    let mut request = request.unwrap();
    assert_eq!((request.method().as_str(), request.url().to_string()), ("PUT", URL.into()));
    *request.url_mut() = "https://api.test/moons".parse().unwrap();
    request.headers_mut().remove("x-a");
    let request = RequestBuilder::from_parts(client, request).header("x-b", 2);
    let fields = "content-length: 7\nx-b: 2";
    assert_eq!(sent(request), format!("PUT https://api.test/moons\n{fields}\n\ncontent"));
}

#[test]
fn requests_are_cloned_unless_their_body_is_a_stream() {
    let request = client::post(URL).header("x-a", "1").body(String::from("content"));
    let clone = request.try_clone().unwrap().header("x-a", "2");
    assert!(!sent(request).contains("x-a: 2"));
    assert!(sent(clone).contains("x-a: 1\nx-a: 2\n"));
    let trailers = HeaderMap::from_iter([("x-sum".parse().unwrap(), "3".parse().unwrap())]);
    let request = client::post(URL).body(Body::from("abc").with_trailers(trailers));
    assert!(sent(request.try_clone().unwrap()).ends_with("\n\nabc\nx-sum: 3"));
    assert!(request.body(Body::channel().1).try_clone().is_none());
}

#[test]
fn a_request_that_nobody_answers_is_an_error_of_its_url() {
    let error = upstream().block_on(client::get("https://other.test/x").send()).unwrap_err();
    assert!(error.is_request() && !error.is_builder(), "{error:?}");
    assert_eq!(error.url().unwrap(), "https://other.test/x");
    assert_eq!(Error::from(error).kind(), ErrorKind::Connection);
}

#[test]
fn debug_tells_no_secret() {
    struct Secret;
    impl fmt::Display for Secret {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("s3cret")
        }
    }
    let request = client::get(URL).bearer_auth(Secret).body("s3cret");
    let debug = format!("{request:?}");
    assert!(debug.contains(URL) && !debug.contains("s3cret"), "{debug}");
}

proptest! {
    #[test]
    fn any_name_and_password_are_told(name in "[^:]{0,9}", password in any::<Option<String>>()) {
        let request = client::get(URL).basic_auth(&name, password.as_ref()).build().unwrap();
        let value = request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        let told = STANDARD.decode(value.strip_prefix("Basic ").unwrap()).unwrap();
        let expected = format!("{name}:{}", password.unwrap_or_default());
        prop_assert_eq!(told, expected.into_bytes());
    }
}
