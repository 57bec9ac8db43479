//! `Proxy`: what passes, both ways, and what does not.

use doorway::client::{Client, Proxy};
use doorway::http::{HeaderMap, HeaderName, HeaderValue};
use doorway::middleware::{Next, from_fn};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, IntoResponse, Request, Response, Router, routing};

use crate::support::called::talk;

mod faults;
mod forwarded;

const URL: &str = "http://api.test:81";

/// Echoes the method, the target, the sorted header lines without `host`, the body and the
/// trailers.
async fn told(request: Request) -> Result<String, Error> {
    let mut told = format!("{} {}\n", request.method(), request.uri());
    assert_eq!(request.headers()["host"], request.uri().authority().unwrap().as_str());
    let fields = request.headers().iter().filter(|(name, _)| *name != "host");
    let mut lines: Vec<_> =
        fields.map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap())).collect();
    lines.sort();
    told.extend(lines);
    let body = request.into_body().collect_up_to(1 << 20).await?;
    told += &String::from_utf8_lossy(body.bytes());
    for (name, value) in body.trailers().into_iter().flatten() {
        told += &format!("\n{name}: {}", value.to_str().unwrap());
    }
    Ok(told)
}

fn client(app: impl doorway::Service + 'static) -> TestClient {
    TestClient::new(app).upstream(URL, told)
}

fn fields(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::try_from(*name).unwrap();
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

/// The request that the upstream gets, for one with fields that a host would have kept.
fn forwarded(proxy: &Proxy, headers: HeaderMap) -> String {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = "https://example.com/a".parse().unwrap();
    *request.headers_mut() = headers;
    client(|_: Request| async {}).block_on(async {
        let response = proxy.forward(request).await.unwrap();
        response.into_body().collect_up_to(1024).await.unwrap().into_string().unwrap()
    })
}

#[test]
fn method_target_and_body_pass() {
    let client = client(Proxy::new(URL));
    assert_eq!(client.get("/").send().text(), format!("GET {URL}/\n"));
    let response = client.post("/a/b%20c?d=e&f=%26").body("content").send();
    assert_eq!(
        response.text(),
        format!("POST {URL}/a/b%20c?d=e&f=%26\ncontent-length: 7\ncontent")
    );
    assert_eq!(client.request("PROPFIND", "/x").send().text(), format!("PROPFIND {URL}/x\n"));
    let head = client.head("/").send();
    assert_eq!((head.status().as_u16(), head.header("content-length")), (200, Some("25")));
}

#[test]
fn targets_pass_as_they_came() {
    for base in ["", "/", "/v2", "/v2/", "/v%32//"] {
        let client = client(Proxy::new(format!("{URL}{base}")));
        let prefix = base.trim_end_matches('/');
        for target in [
            "/",
            "/?",
            "/?a",
            "//",
            "//evil.test/a",
            "/a//b/",
            "/./a/../../b",
            "/%2e%2E/%2F/%5c/%00/%zz/%",
            "/a;b=c,d:e@f!$&'()*+=~_-.",
            "/a?b?c=/d/../e&f=%20+",
            "/http://other.test/",
            "/%E4%BD%A0",
        ] {
            let text = client.get(target).send().text();
            assert_eq!(text, format!("GET {URL}{prefix}{target}\n"));
        }
        // Bytes that are not valid in a URL are refused.
        let text = client.get("/a b\u{e9}|").send().text();
        assert!(text.starts_with(&format!("GET {URL}{prefix}/a%20b\u{e9}|")), "{text}");
        let text = client.options("*").send().text();
        assert!(text.starts_with("OPTIONS ") && text.trim_end().ends_with('*'), "{text}");
    }
}

#[test]
fn a_proxy_is_a_service_and_a_handler() {
    let proxy = || Proxy::new(format!("{URL}/v2"));
    let app = Router::new()
        .route("/one/{id}", routing::get(proxy()))
        .route("/any", routing::any(proxy()))
        .route_service("/service", proxy())
        .nest_service("/api", proxy())
        .nest("/nested", Router::new().route("/in", routing::get(proxy())).fallback(proxy()))
        .nest("/{tenant}", Router::new().nest_service("/deep", proxy()))
        .fallback_service(proxy());
    let client = client(app);
    for (path, target) in [
        ("/one/1?x", "/one/1?x"),
        ("/any", "/any"),
        ("/service", "/service"),
        ("/api", "/"),
        ("/api/", "/"),
        ("/api?x", "/?x"),
        ("/api/a%2Fb//?x", "/a%2Fb//?x"),
        ("/nested/in", "/in"),
        ("/nested/out", "/out"),
        ("/t%20x/deep/a", "/a"),
        ("/else/where", "/else/where"),
    ] {
        assert_eq!(client.get(path).send().text(), format!("GET {URL}/v2{target}\n"), "{path}");
    }
    assert_eq!(client.post("/one/1").send().status(), 405);
    let handler = TestClient::for_handler(|request: Request| async {
        Proxy::new(URL).forward(request).await
    });
    assert_eq!(handler.upstream(URL, told).get("/h").send().text(), format!("GET {URL}/h\n"));
}

#[test]
fn fields_for_one_connection_are_removed() {
    let came = fields(&[
        ("connection", "close, X-Mine ,,bad name, é"),
        ("connection", "x-too"),
        ("x-mine", "1"),
        ("x-too", "1"),
        ("x-kept", "up"),
        ("te", "gzip"),
        ("keep-alive", "timeout=5"),
        ("proxy-connection", "close"),
        ("proxy-authorization", "Basic x"),
        ("transfer-encoding", "chunked"),
        ("upgrade", "websocket"),
        ("http2-settings", "AAMAAABk"),
        ("authorization", "Bearer x"),
        ("cookie", "a=b"),
        ("cookie", "c=d"),
        ("host", "example.com"),
    ]);
    let expected = format!("GET {URL}/a\nauthorization: Bearer x\ncookie: a=b; c=d\nx-kept: up\n");
    assert_eq!(forwarded(&Proxy::new(URL), came), expected);

    let upstream = |_: Request| async {
        let hop = fields(&[("te", "gzip"), ("proxy-authentication-info", "x"), ("x-kept", "down")]);
        (hop, "content")
    };
    let response = TestClient::new(Proxy::new(URL)).upstream(URL, upstream).get("/").send();
    assert_eq!((response.header("x-kept"), &*response.text()), (Some("down"), "content"));
    assert_eq!((response.header("te"), response.header("proxy-authentication-info")), (None, None));
}

/// RFC 9110, 7.6.1: a client says by `connection` what was for its own connection, and cannot take away
/// what a middleware adds.
#[test]
fn what_connection_names_is_gone_before_anything_is_added() {
    let add_user = async |mut request: Request, next: Next| {
        assert!(!request.headers().contains_key("x-user"));
        request.headers_mut().insert("x-user", HeaderValue::from_static("found out here"));
        next.run(request).await
    };
    let app = Router::new().fallback_service(Proxy::new(URL)).layer(from_fn(add_user));
    let client = client(app);
    let request = client.get("/").header("connection", "close, X-User, content-type, host");
    let request = request.header("x-user", "root").header("x-kept", "1");
    let expected =
        format!("GET {URL}/\ncontent-type: text/plain\nx-kept: 1\nx-user: found out here\n");
    assert_eq!(request.header("content-type", "text/plain").send().text(), expected);
}

#[test]
fn hops_are_counted_for_those_who_ask_for_it() {
    let client = client(Proxy::new(URL));
    let sent = |method: &str, value: &str| {
        client.request(method, "/").header("max-forwards", value).send()
    };
    for (method, value, passed) in
        [("OPTIONS", "1", "0"), ("TRACE", "10", "9"), ("TRACE", "x", "x"), ("GET", "0", "0")]
    {
        let text = sent(method, value).text();
        assert_eq!(text, format!("{method} {URL}/\nmax-forwards: {passed}\n"));
    }
    assert_eq!(sent("OPTIONS", "0").status(), 204);
    assert_eq!(sent("TRACE", "0").status(), 501);
}

#[test]
fn trailers_pass_both_ways_and_are_asked_for() {
    let trailers = fields(&[("x-sum", "6")]);
    let upstream = async |request: Request| {
        let te = request.headers()["te"].clone();
        let trailer = request.headers()["trailer"].clone();
        ([("x-te", te), ("x-trailer", trailer)], request.into_body())
    };
    let client = TestClient::new(Proxy::new(URL)).upstream(URL, upstream);
    let body = Body::from("abc").with_trailers(trailers.clone());
    let response = client.post("/").header("te", "gzip;q=1, Trailers").body(body).send();
    assert_eq!(
        (response.header("x-te"), response.header("x-trailer")),
        (Some("trailers"), Some("x-sum"))
    );
    assert_eq!(response.text(), "abc");
    assert_eq!(response.trailers(), Some(&trailers));
}

#[test]
fn bodies_stream_both_ways_at_once() {
    let echo = |request: Request| async { request.into_body() };
    let client = TestClient::new(Proxy::new(URL)).upstream(URL, echo);
    let (mut sender, body) = Body::channel();
    block_on(sender.send("one")).unwrap();
    let response = client.post("/").body(body).send();
    let mut chunks = response.chunks();
    talk(&mut sender, &mut chunks);
    sender.finish();
    assert!(chunks.next().is_none());
}

/// Redirects, codings and cookies are the client's affair.
#[test]
fn what_is_answered_goes_back_as_it_is() {
    async fn upstream(request: Request) -> Response {
        let asked = request.headers().contains_key("accept-encoding");
        let cookies = request.headers().contains_key("cookie");
        assert!(!asked && !cookies, "{request:?}");
        let status = request.uri().path()[1..].parse().unwrap();
        let status = doorway::http::StatusCode::from_u16(status).unwrap();
        let headers = fields(&[
            ("location", "/200"),
            ("content-encoding", "gzip"),
            ("set-cookie", "a=b"),
            ("set-cookie", "c=d"),
        ]);
        (status, headers, "no gzip at all").into_response()
    }
    let builder = Client::builder();
    #[cfg(feature = "cookies")]
    let builder = builder.cookie_store(true);
    let proxy = Proxy::new(URL).client(builder.build().unwrap());
    for app in [Proxy::new(URL), proxy] {
        let client = TestClient::new(app).upstream(URL, upstream);
        for status in [200, 301, 307, 401, 404, 500, 503] {
            let response = client.get(format!("/{status}")).send();
            assert_eq!(response.status(), status);
            assert_eq!(response.header("content-encoding"), Some("gzip"));
            assert_eq!(response.header("location"), Some("/200"));
            assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
            assert_eq!(response.text(), "no gzip at all");
        }
        assert_eq!(client.get("/304").send().status(), 304);
    }
}

#[test]
fn a_client_lends_its_defaults() {
    let client_of = Client::builder()
        .user_agent("edge/1.0")
        .default_headers(fields(&[("x-key", "secret")]))
        .base_url("http://elsewhere.test/")
        .build()
        .unwrap();
    let proxy = Proxy::new(URL).client(client_of);
    let text = forwarded(&proxy, fields(&[("user-agent", "browser")]));
    assert_eq!(text, format!("GET {URL}/a\nuser-agent: browser\nx-key: secret\n"));
}
