//! `TestClient`: what an app and its client see of each other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use doorway::http::{HeaderMap, HeaderValue, StatusCode};
use doorway::testing::{TestClient, block_on};
use doorway::{Body, Error, ErrorKind, IntoResponse, Request, Response, Service};
use futures_util::stream;

fn chunks<const N: usize>(chunks: [&'static str; N]) -> Body {
    Body::from_stream(stream::iter(chunks.map(Ok::<_, Error>)))
}

/// The message of a panic.
fn panic_of<T>(code: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(code)).map(drop).unwrap_err();
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap().to_string(),
    }
}

/// Echoes the request, without `host`.
async fn mirror(request: Request) -> Result<String, Error> {
    let mut seen = format!("{} {}\n", request.method(), request.uri());
    let host = request.uri().authority().map(|authority| authority.as_str());
    if let Some(host) = host {
        assert_eq!(request.headers()["host"], host);
    }
    let fields = request.headers().iter().filter(|(name, _)| *name != "host");
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in fields {
        seen += &format!("{name}: {}\n", value.as_bytes().escape_ascii());
    }
    Ok(seen + &request.into_body().collect_up_to(1 << 20).await?.into_string()?)
}

#[test]
fn methods_and_targets_arrive_as_they_are() {
    let client = TestClient::new(mirror);
    for (request, seen) in [
        (client.get("/"), "GET http://test.local/\n"),
        (client.post("/a/b%20c?d=%26"), "POST http://test.local/a/b%20c?d=%26\n"),
        (client.put("//double//?"), "PUT http://test.local//double//?\n"),
        (client.patch("/%zz?%"), "PATCH http://test.local/%zz?%\n"),
        (client.delete("/a/../b#fragment"), "DELETE http://test.local/a/../b\n"),
        (client.options("*"), "OPTIONS http://test.local*\n"),
        (client.get("/caf\u{e9} <b>"), "GET http://test.local/caf\u{e9}%20%3Cb%3E\n"),
        (client.get("https://other.example:8443?a"), "GET https://other.example:8443/?a\n"),
        (client.get(String::from("http://[::1]/x")), "GET http://[::1]/x\n"),
        (client.request("PROPFIND", "/"), "PROPFIND http://test.local/\n"),
        (client.clone().base_url("https://shop.test").get("/x"), "GET https://shop.test/x\n"),
    ] {
        let what = format!("{request:?}");
        let response = request.send();
        let text = response.text();
        match seen.strip_prefix("OPTIONS") {
            // Whether a URI with an authority may be `*` is http's to say.
            Some(_) => assert!(text.starts_with("OPTIONS ") && text.ends_with("*\n"), "{text}"),
            None => assert_eq!((response.status().as_u16(), &*text), (200, seen), "{what}"),
        }
    }
}

#[test]
fn header_fields_arrive_but_those_that_hosts_keep() {
    let mut more = HeaderMap::new();
    more.insert("x-replaced", HeaderValue::from_static("new"));
    let request = TestClient::new(mirror)
        .get("/")
        .header("x-many", "1")
        .header("x-replaced", "old")
        .header("x-many", String::from("2"))
        .header("x-latin", &b"caf\xe9"[..])
        .headers(more)
        .bearer_auth("token")
        .header("host", "shop.example:81");
    let forbidden = ["connection", "keep-alive", "proxy-authorization", "transfer-encoding"];
    let request = forbidden.into_iter().fold(request, |request, name| request.header(name, "x"));
    let expected = "GET http://shop.example:81/\nauthorization: Bearer token\nx-latin: caf\\xe9\n\
                    x-many: 1\nx-many: 2\nx-replaced: new\n";
    assert_eq!(request.send().text(), expected);
}

#[test]
fn bodies_arrive_with_their_length_and_type() {
    let client = TestClient::new(mirror);
    let text = client.post("/").body("text").send().text();
    assert_eq!(text, "POST http://test.local/\ncontent-length: 4\ntext");
    let text = client.post("/").body(chunks(["a", "", "b"])).send().text();
    assert_eq!(text, "POST http://test.local/\nab");
    let text = client.post("/?a").query(&[("b", "&")]).json(&[1, 2]).send().text();
    let json = "content-length: 5\ncontent-type: application/json\n[1,2]";
    assert_eq!(text, format!("POST http://test.local/?a&b=%26\n{json}"));
    let form = client.put("/?").header("content-type", "x/y").query(&[("a", 1)]);
    let text = form.form(&[("a", "b c"), ("a", "=")]).send().text();
    let form = "content-length: 11\ncontent-type: x/y\na=b+c&a=%3D";
    assert_eq!(text, format!("PUT http://test.local/?a=1\n{form}"));
}

#[test]
fn an_upload_that_breaks_off_or_lies_about_its_length_is_a_400() {
    let client = TestClient::new(mirror);
    let broken = Body::from_stream(stream::iter([Ok("half"), Err("gone")]));
    for request in [
        client.post("/").body(broken),
        client.post("/").header("content-length", "5").body("four"),
        client.post("/").header("content-length", "5").body(chunks(["fo", "ur"])),
        client.post("/").header("content-length", "3").body(chunks(["four"])),
        client.post("/").header("content-length", "3"),
    ] {
        assert_eq!(request.send().status(), 400);
    }
}

#[test]
fn an_upload_is_read_as_on_a_host() {
    let app = |request: Request| async move {
        let (size, mut largest, mut all) = (request.body().size_hint().exact(), 0, 0);
        let mut body = request.into_body();
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.into_data().unwrap().len();
            (largest, all) = (length.max(largest), all + length);
        }
        format!("{size:?} {largest} {all}")
    };
    use doorway::body::HttpBody as _;
    let response = TestClient::new(app).post("/").body(vec![0; 200_000]).send();
    assert_eq!(response.text(), "Some(200000) 65536 200000");
    let collect = |request: Request| async {
        Ok::<_, Error>(request.into_body().collect_up_to(9).await?.into_bytes())
    };
    assert_eq!(TestClient::new(collect).post("/").body("ten bytes.").send().status(), 413);
}

/// Answers with that status, body and declared lengths.
fn length(
    status: u16,
    body: fn() -> Body,
    declared: &'static [&'static str],
) -> impl Service + 'static {
    move |_: Request| async move {
        let mut response = body().into_response();
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for length in declared {
            response.headers_mut().append("content-length", HeaderValue::from_static(length));
        }
        response
    }
}

#[test]
fn a_body_that_breaks_its_content_length_is_aborted() {
    let cases: [(fn() -> Body, _, _); 8] = [
        (Body::empty, "10", ""),
        (|| "".into(), "10", ""),
        (|| "9 bytes..".into(), "10", ""),
        (|| "11 bytes...".into(), "10", ""),
        (|| chunks(["9 by", "tes.."]), "10", "9 bytes.."),
        (|| chunks(["10 b", "ytes.."]), "9", "10 b"),
        (|| chunks(["10 b", "ytes..", "!"]), "10", "10 b"),
        (|| chunks(["x"]), "0", ""),
    ];
    for (body, declared, arrived) in cases {
        let app = length(200, body, std::slice::from_ref(Box::leak(Box::new(declared))));
        let response = TestClient::new(app).get("/").send();
        let (mut text, mut errors) = (String::new(), Vec::new());
        for chunk in response.chunks() {
            match chunk {
                Ok(chunk) => text += str::from_utf8(&chunk).unwrap(),
                Err(error) => errors.push(error),
            }
        }
        assert_eq!((text.as_str(), errors.len()), (arrived, 1), "{declared}");
        assert_eq!(errors[0].kind(), ErrorKind::Body);
        let source = std::error::Error::source(&errors[0]).unwrap().to_string();
        assert!(source.starts_with(&format!("its content-length says {declared}, ")), "{source}");
        let panic = panic_of(|| response.text());
        assert!(panic.starts_with("the response to GET / was aborted: its content"), "{panic}");
        let head = TestClient::new(length(200, body, &["10"])).head("/").send();
        assert_eq!((head.header("content-length"), head.bytes().len()), (Some("10"), 0));
    }
}

#[test]
fn lengths_are_declared_as_by_http_1_hosts() {
    type Case = (u16, fn() -> Body, &'static [&'static str], Option<&'static str>, &'static str);
    let cases: [Case; 14] = [
        (200, Body::empty, &[], Some("0"), ""),
        (200, || "".into(), &[], Some("0"), ""),
        (200, || "text".into(), &[], Some("4"), "text"),
        (200, || chunks(["te", "xt"]), &[], None, "text"),
        (200, || chunks(["te", "xt"]), &["4", "4"], Some("4"), "text"),
        (200, || chunks(["te", "xt"]), &["+4", "x", ""], None, "text"),
        (200, || "text".into(), &["x"], Some("4"), "text"),
        (200, || chunks([]), &["0"], None, ""),
        (404, Body::empty, &[], Some("0"), ""),
        (204, || "text".into(), &[], None, ""),
        (205, || chunks(["text"]), &["9"], Some("0"), ""),
        (304, || "text".into(), &["9"], None, ""),
        (999, || "text".into(), &[], Some("4"), "text"),
        (103, || "text".into(), &[], Some("0"), ""),
    ];
    for (status, body, declared, told, text) in cases {
        let response = TestClient::new(length(status, body, declared)).get("/").send();
        let expected = if status == 103 { 500 } else { status };
        assert_eq!(response.status(), expected);
        assert_eq!(
            (response.header("content-length"), &*response.text()),
            (told, text),
            "{status}"
        );
    }
    let head = |body: fn() -> Body| TestClient::new(length(200, body, &[])).head("/").send();
    assert_eq!(head(|| "text".into()).header("content-length"), Some("4"));
    assert_eq!(head(|| chunks(["text"])).header("content-length"), None);
    assert_eq!(head(Body::empty).header("content-length"), None);
    assert_eq!(head(|| "text".into()).text(), "");
}

#[test]
fn fields_and_trailers_that_hosts_refuse_are_left_out() {
    let app = |request: Request| async {
        let mut fields = HeaderMap::new();
        for name in ["connection", "upgrade", "keep-alive", "host", "http2-settings", "x-kept"] {
            fields.append(name, HeaderValue::from_static("x"));
        }
        let body = request.into_body().with_trailers(fields.clone());
        (fields, body).into_response()
    };
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", HeaderValue::from_static("1"));
    let body = chunks(["da", "ta"]).with_trailers(trailers);
    let response = TestClient::new(app).post("/").body(body).send();
    let names: Vec<_> = response.headers().keys().map(|name| name.as_str()).collect();
    assert!(names.contains(&"x-kept") && names.contains(&"trailer"), "{names:?}");
    assert_eq!(names.len(), 2, "{names:?}");
    let trailers = response.trailers().unwrap();
    assert_eq!(
        (&trailers["x-kept"], &trailers["x-sum"], trailers.len()),
        (&"x".parse().unwrap(), &"1".parse().unwrap(), 2)
    );
    assert_eq!(response.text(), "data");
    let many = |_: Request| async {
        let value = HeaderValue::try_from("x".repeat(200_000)).unwrap();
        (HeaderMap::from_iter([("x-many".parse().unwrap(), value)]), "intact").into_response()
    };
    assert_eq!(TestClient::new(many).get("/").send().status(), 500);
}

#[test]
fn mistakes_in_a_test_panic() {
    let client = TestClient::new(mirror);
    for (panic, what) in [
        (panic_of(|| client.get("planets")), "`planets` should begin with `/`"),
        (panic_of(|| client.get("")), "should begin with `/`"),
        (panic_of(|| client.request("GE T", "/")), "invalid method"),
        (panic_of(|| client.get("/").header("a b", "")), "invalid header name"),
        (panic_of(|| client.get("/").header("a", "\n")), "the header `a`"),
        (panic_of(|| client.get("/").header("host", "a b").send()), "`host`"),
        (panic_of(|| client.clone().base_url("shop.example")), "`shop.example` should be"),
        (panic_of(|| client.clone().base_url("http://a/b")), "`http://a/b` should be"),
        (panic_of(|| client.clone().base_url("ftp://a")), "`ftp://a` should be"),
        (panic_of(|| client.get("/").send().json::<u8>()), "the body of GET / (status 200 OK)"),
    ] {
        assert!(panic.contains(what), "{panic}");
    }
}

#[test]
fn requests_that_were_built_elsewhere_are_sent() {
    let client = TestClient::new(mirror);
    let request = || Request::builder().method("POST").header("x-a", "1");
    let response = client.execute(request().uri("/a?b").body("c").unwrap());
    assert_eq!(response.text(), "POST http://test.local/a?b\ncontent-length: 1\nx-a: 1\nc");
    let response = client.execute(request().uri("https://x.test").body("").unwrap());
    assert_eq!(response.text(), "POST https://x.test/\ncontent-length: 0\nx-a: 1\n");
    let built = client.get("/built").build();
    assert_eq!(built.uri(), "http://test.local/built");
}

#[test]
fn a_response_can_be_taken_as_one() {
    let app = |_: Request| async { chunks(["a", "b", "c"]) };
    let response = TestClient::new(app).get("/").send();
    assert_eq!(response.chunks().next().unwrap().unwrap(), "a");
    let response: Response = response.into_response();
    assert_eq!(block_on(response.into_body().collect_up_to(9)).unwrap().bytes(), "bc");
}
