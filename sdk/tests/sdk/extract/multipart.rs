//! `Multipart`: what comes in is read, up to its limits, and what is broken is refused.

use bytes::Bytes;
use doorway::extract::multipart::MultipartError;
use doorway::extract::{FromRequest, Multipart};
use doorway::http::StatusCode;
use doorway::testing::block_on;
use doorway::{Body, Error, Handler, IntoResponse, Request, task};
use futures_util::{StreamExt, TryStreamExt, stream};

mod cut_off;
mod limits;

const BOUNDARY: &str = "----x7MA4YWxkTrZu0gW";

/// A field's name, file name, content type and content.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    name: String,
    file: Option<(String, &'static str)>,
    content: Vec<u8>,
}

fn part(name: &str, content: impl Into<Vec<u8>>) -> Part {
    Part { name: name.into(), file: None, content: content.into() }
}

fn encode(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for Part { name, file, content } in parts {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"");
        body.extend_from_slice(head.as_bytes());
        if let Some((file, content_type)) = file {
            let rest = format!("; filename=\"{file}\"\r\nContent-Type: {content_type}");
            body.extend_from_slice(rest.as_bytes());
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn in_chunks(content: Vec<u8>, size: usize) -> Body {
    let chunks: Vec<_> =
        content.chunks(size).map(Bytes::copy_from_slice).map(Ok::<_, Error>).collect();
    Body::from_stream(stream::iter(chunks))
}

fn request(content_type: &str, body: impl Into<Body>) -> Request {
    let builder = Request::builder().method("POST").header("content-type", content_type);
    builder.body(body.into()).unwrap().into()
}

fn form(body: impl Into<Body>) -> Multipart {
    let request = request(&format!("multipart/form-data; boundary={BOUNDARY}"), body);
    block_on(<Multipart as FromRequest<()>>::from_request(request, &())).unwrap()
}

async fn parts(mut form: Multipart) -> Result<Vec<Part>, MultipartError> {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(|file| {
            assert_eq!(field.content_type(), Some("application/octet-stream"));
            (file.to_owned(), "application/octet-stream")
        });
        let content = field.bytes().await?.into();
        parts.push(Part { name, file, content });
    }
    Ok(parts)
}

/// The status of a read that fails.
fn failure(form: Multipart) -> u16 {
    let error = block_on(parts(form)).unwrap_err();
    let (status, text) = (error.status(), error.body_text());
    assert!(!text.is_empty());
    let response = error.into_response();
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = block_on(response.into_body().collect_up_to(4096)).unwrap().into_string().unwrap();
    assert!(body.contains(&text), "{body} has not {text}");
    status.as_u16()
}

fn two_parts() -> Vec<Part> {
    let file = Some(("a;\u{e4}.bin".to_owned(), "application/octet-stream"));
    let content = b"\r\n--\r\n------x7MA4YWxkTrZu0g\r\r\n\0\xff".to_vec();
    vec![part("note", "hello"), Part { name: "file".into(), file, content }]
}

#[test]
fn reads_fields_whatever_the_chunks() {
    let body = encode(&two_parts());
    for size in 1..=body.len() {
        let form = form(in_chunks(body.clone(), size));
        assert_eq!(block_on(parts(form)).unwrap(), two_parts(), "in chunks of {size}");
    }
}

#[test]
fn a_slow_body_is_waited_for() {
    let (mut sender, body) = Body::channel();
    let content = encode(&two_parts());
    let form = form(body);
    let found = block_on(async {
        task::spawn(async move {
            for byte in content {
                sender.send(vec![byte]).await?;
                doorway::time::sleep(std::time::Duration::from_micros(50)).await;
            }
            sender.finish();
            Ok::<_, Error>(())
        });
        parts(form).await
    });
    assert_eq!(found.unwrap(), two_parts());
}

#[test]
fn content_types_and_boundaries() {
    async fn handler(_: Multipart) {}
    async fn optional(form: Option<Multipart>) -> String {
        form.is_some().to_string()
    }
    let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
    for (content_type, status, optionally) in [
        ("multipart/form-data; boundary=x", 200, Some(true)),
        ("multipart/form-data; boundary=\"x y\"", 200, Some(true)),
        ("Multipart/Form-Data; charset=utf-8; Boundary=x", 200, Some(true)),
        ("multipart/form-data", 400, None),
        ("multipart/form-data; boundary=\"\"", 400, None),
        (&*long, 400, None),
        ("multipart/mixed; boundary=x", 415, Some(false)),
        ("application/json", 415, Some(false)),
        ("nonsense", 415, Some(false)),
        ("", 415, Some(false)),
    ] {
        let response =
            block_on(Handler::call(&handler, request(content_type, ""), &())).into_response();
        assert_eq!(response.status(), status, "{content_type}");
        let response =
            block_on(Handler::call(&optional, request(content_type, ""), &())).into_response();
        match optionally {
            Some(found) => {
                let body = block_on(response.into_body().collect_up_to(16)).unwrap();
                assert_eq!(body.into_string().unwrap(), found.to_string(), "{content_type}");
            }
            None => assert_eq!(response.status(), status, "{content_type}"),
        }
    }
    let without: Request = Request::builder().body(Body::empty()).unwrap().into();
    assert_eq!(block_on(Handler::call(&handler, without, &())).into_response().status(), 415);
}

/// All of a field but its boundary.
fn raw(head: &str, content: &[u8]) -> Vec<u8> {
    let mut body = format!("--{BOUNDARY}\r\n{head}\r\n\r\n").into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--").as_bytes());
    body
}

async fn text(mut form: Multipart) -> Result<String, MultipartError> {
    match form.next_field().await? {
        Some(field) => field.text().await,
        None => Ok("no field".into()),
    }
}

#[test]
fn text_is_utf8() {
    let text = |head: &str, content: &[u8]| match block_on(text(form(raw(head, content)))) {
        Ok(text) => text,
        Err(error) => format!("{}: {}", error.status().as_u16(), error.body_text()),
    };
    let plain = "Content-Disposition: form-data; name=t";
    assert_eq!(text(plain, "h\u{e9}llo".as_bytes()), "h\u{e9}llo");
    assert_eq!(text(plain, b"\xef\xbb\xbfhello"), "hello");
    assert_eq!(text(plain, b""), "");
    assert_eq!(text(plain, b"h\xe9llo"), "400: the field `t` is not UTF-8 text");
    let typed = |charset| format!("{plain}\r\nContent-Type: text/plain; charset={charset}");
    assert_eq!(text(&typed("UTF-8"), b"hello"), "hello");
    assert_eq!(text(&typed("\"us-ascii\""), b"hello"), "hello");
    let latin = text(&typed("iso-8859-1"), b"h\xe9llo");
    assert_eq!(latin, "415: the field `t` is not declared as UTF-8 text");
}

#[test]
fn heads_are_read_or_refused() {
    let first = |head: &str| {
        let mut form = form(raw(head, b""));
        let field = block_on(form.next_field())?;
        let field = field.unwrap();
        Ok((field.name().map(str::to_owned), field.headers().len()))
    };
    let ok = |head| first(head).map_err(|error: MultipartError| error.status());
    assert_eq!(ok("Content-Disposition: form-data; name=\"a\\\"b\""), Ok((Some("a\"b".into()), 1)));
    assert_eq!(ok("Content-Disposition: form-data"), Ok((None, 1)));
    assert_eq!(ok("X-Other: 1\r\nContent-Type: nonsense"), Ok((None, 2)));
    for head in ["no colon", "a b: c", "Bad\u{0}: x", &"a: b\r\n".repeat(33)] {
        assert_eq!(ok(head.trim_end()), Err(StatusCode::BAD_REQUEST), "{head:?}");
    }
    // A head or a preamble that does not end is not searched again and again.
    for endless in [format!("--{BOUNDARY}\r\na: {}", "b".repeat(20_000)), "p".repeat(20_000)] {
        let chunks = in_chunks(endless.into_bytes(), 100).into_data_stream();
        let endless = chunks.chain(stream::once(async { panic!("read on for ever") }));
        assert_eq!(failure(form(Body::from_stream(endless))), 400);
    }
}

#[test]
fn a_refused_field_is_passed_over() {
    let mut body = raw("Content-Disposition: form-data; name=a; name=b", &[b'x'; 50_000]);
    body.truncate(body.len() - "--".len());
    body.extend_from_slice(b"\r\nContent-Disposition: form-data; name=c\r\n\r\n");
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--").as_bytes());
    let mut form = form(in_chunks(body, 100));
    let mut next = || block_on(form.next_field()).map(|field| field?.name().map(str::to_owned));
    assert_eq!(next().unwrap_err().status(), StatusCode::BAD_REQUEST);
    assert_eq!(next().unwrap().as_deref(), Some("c"));
    assert!(next().unwrap().is_none());
}

#[test]
fn a_preamble_and_an_epilogue_are_passed_over() {
    let mut body = b"This is a multi-part message.\r\n".to_vec();
    body.extend(encode(&two_parts()));
    body.extend_from_slice(b"That was it.");
    for size in [1, 3, 40, 4096] {
        assert_eq!(block_on(parts(form(in_chunks(body.clone(), size)))).unwrap(), two_parts());
    }
}

#[test]
fn a_field_is_a_stream() {
    let mut form = form(in_chunks(encode(&two_parts()), 3));
    block_on(async {
        let field = form.next_field().await.unwrap().unwrap();
        let chunks: Vec<Bytes> = field.try_collect().await.unwrap();
        assert!(chunks.len() > 1 && chunks.iter().all(|chunk| !chunk.is_empty()));
        assert_eq!(chunks.concat(), b"hello");
    });
}
