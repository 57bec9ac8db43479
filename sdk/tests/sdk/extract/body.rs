//! Bodies as they are.

use doorway::bytes::{Bytes, BytesMut};
use doorway::extract::rejection::{BytesRejection, StringRejection};
use doorway::{Body, Error, Request};
use futures_util::stream;

use super::{answer, get, good, post, refused};

/// The default limit of extractors.
const LIMIT: usize = 2 * 1024 * 1024;

const TOO_LONG: &str = "the body is over the size limit";

async fn bytes(bytes: Bytes) -> Bytes {
    bytes
}

async fn length(text: String) -> String {
    text.len().to_string()
}

fn chunks(sizes: &[usize]) -> Body {
    let chunks = sizes.iter().map(|size| Ok::<_, Error>(vec![b'x'; *size]));
    Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()))
}

#[test]
fn whole_bodies_are_read() {
    async fn changed(mut bytes: BytesMut) -> String {
        bytes.extend_from_slice(b"!");
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    assert_eq!(good(bytes, post(None, "Hello")), "Hello");
    assert_eq!(good(bytes, get("/")), "");
    assert_eq!(good(changed, post(None, "Hello")), "Hello!");
    assert_eq!(good(length, post(Some("image/png"), "Hello")), "5");
    assert_eq!(good(length, post(None, chunks(&[1, 0, 20, 300]))), "321");
}

#[test]
fn an_unchanged_body_is_not_read() {
    async fn passed(body: Body) -> Body {
        body
    }

    assert_eq!(good(passed, post(None, chunks(&[LIMIT, 1]))).len(), LIMIT + 1);
}

#[test]
fn limits_are_kept_to_the_byte() {
    let sizes: &[&[usize]] = &[&[LIMIT], &[LIMIT - 1, 1], &[1, LIMIT - 1], &[0, LIMIT, 0]];
    for sizes in sizes {
        assert_eq!(good(length, post(None, chunks(sizes))), LIMIT.to_string());
        let one_more = [sizes, [1].as_slice()].concat();
        refused(length, post(None, chunks(&one_more)), 413, TOO_LONG);
    }
    assert_eq!(good(bytes, post(None, vec![b'x'; LIMIT])).len(), LIMIT);
    refused(bytes, post(None, vec![b'x'; LIMIT + 1]), 413, TOO_LONG);
}

#[test]
fn a_body_over_the_limit_is_not_read() {
    let endless = Body::from_stream(stream::repeat_with(|| Ok::<_, Error>(vec![0; 1 << 20])));
    refused(bytes, post(None, endless), 413, TOO_LONG);
}

#[test]
fn text_has_to_be_utf8() {
    let told = "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 1";
    refused(length, post(None, vec![b'a', 0xff, b'b']), 400, told);
}

#[test]
fn a_body_that_fails_is_the_programs_affair_unless_it_was_the_clients() {
    let failing = || {
        let parts = [Ok("half"), Err(Error::other("a secret"))];
        post(None, Body::from_stream(stream::iter(parts)))
    };
    let answer = answer(bytes, failing(), &());
    assert_eq!(answer.status, 500);
    assert_eq!(answer.text, r#"{"title":"Internal Server Error","status":500}"#);
}

#[test]
fn nothing_is_no_body() {
    async fn optional(bytes: Option<Bytes>) -> String {
        format!("{bytes:?}")
    }
    async fn text(text: Option<String>) -> String {
        format!("{text:?}")
    }

    assert_eq!(good(optional, get("/")), "None");
    assert_eq!(good(optional, post(None, "x")), "Some(b\"x\")");
    assert_eq!(good(text, get("/")), "None");
    assert_eq!(good(text, post(None, "x")), "Some(\"x\")");
    refused(optional, post(None, chunks(&[LIMIT + 1])), 413, TOO_LONG);
}

#[test]
fn rejections_can_be_looked_at() {
    async fn why(text: Result<String, StringRejection>) -> String {
        match text {
            Ok(text) => text,
            Err(StringRejection::InvalidUtf8(error)) => {
                format!("{error}; {} {}", error.status(), error.body_text())
            }
            Err(error) => format!("{error}; {} {}", error.status(), error.body_text()),
        }
    }
    async fn source(bytes: Result<Bytes, BytesRejection>) -> String {
        let error = bytes.unwrap_err();
        std::error::Error::source(&error).unwrap().to_string()
    }

    assert_eq!(good(why, post(None, "fine")), "fine");
    let not_text = good(why, post(None, vec![0xff]));
    let told = "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0";
    assert_eq!(not_text, format!("{told}; 400 Bad Request {told}"));
    let too_long = good(why, post(None, chunks(&[LIMIT + 1])));
    assert_eq!(too_long, format!("{TOO_LONG}; 413 Payload Too Large {TOO_LONG}"));
    assert_eq!(
        good(source, post(None, chunks(&[LIMIT + 1]))),
        "the body is longer than its limit of 2097152 bytes"
    );
}

#[test]
fn the_request_itself_may_be_taken_last() {
    async fn whole(method: doorway::http::Method, request: Request) -> String {
        format!("{method} {}", request.uri())
    }

    assert_eq!(good(whole, get("/a?b")), "GET /a?b");
}
