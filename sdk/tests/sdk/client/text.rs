//! Responses as text and as JSON.

#[cfg(feature = "json")]
use std::error::Error as _;

use doorway::client::{self, Error, Response};
use doorway::http::HeaderValue;
use doorway::http::header::CONTENT_TYPE;
use doorway::testing::TestClient;
use doorway::{Body, IntoResponse, Request, response};

const URL: &str = "https://api.test/a?b";

/// In messages: a query may hold a token.
const PLACE: &str = "https://api.test/a?…";

/// Asks an upstream that always answers so, and does something with what comes.
fn ask<R: IntoResponse, T>(
    answer: impl Fn() -> R + 'static,
    look: impl AsyncFnOnce(Response) -> Result<T, Error>,
) -> Result<T, Error> {
    let api = move |_: Request| {
        let answer = answer().into_response();
        async { answer }
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://api.test", api);
    upstreams.block_on(async { look(client::get(URL).send().await?).await })
}

fn typed(content_type: &'static str, body: &'static [u8]) -> impl Fn() -> response::Response {
    move || ([(CONTENT_TYPE, HeaderValue::from_static(content_type))], body).into_response()
}

#[test]
fn text_is_read_in_its_charset() {
    for (content_type, body, text) in [
        ("text/plain", "é€".as_bytes(), "é€"),
        ("text/plain; charset=UTF-8", "é€".as_bytes(), "é€"),
        ("text/plain; charset=utf8", b"\xef\xbb\xbfa", "a"),
        ("text/plain", b"a\xff\xe2\x82b", "a\u{fffd}\u{fffd}b"),
        ("text/plain; charset=iso-8859-1", b"caf\xe9 \x80 \x81", "café € \u{81}"),
        ("text/plain; a=b; CHARSET=\"Latin1\"", b"caf\xe9", "café"),
        ("text/plain; charset=us-ascii", b"abc", "abc"),
        ("text/plain; charset=windows-1252", b"\x93a\x94", "“a”"),
        ("text/plain; charset=windows-1252", b"\xef\xbb\xbf\xc3\xa9", "é"),
        ("text/plain; charset=", b"\xc3\xa9", "é"),
        // Labels of UTF-8, and what is none of any charset.
        ("text/plain ;\tcharset=unicode-1-1-utf-8 ;;", b"\xc3\xa9", "é"),
        ("text/plain; charset=x-unicode20utf8", b"\xc3\xa9", "é"),
        ("text/plain; charset='utf-8'", b"\xc3\xa9", "é"),
        ("text/plain; charset='latin1'", b"\xe9", "é"),
        ("text/plain; charset=none", b"\xc3\xa9", "é"),
        ("text/plain; charset=utf8mb4", "é€".as_bytes(), "é€"),
        ("text/plain; charset=binary", b"\xc3\xa9\xff", "é\u{fffd}"),
        ("\"", b"\xc3\xa9", "é"),
        ("text/plain", b"", ""),
    ] {
        let found = ask(typed(content_type, body), Response::text).unwrap();
        assert_eq!(found, text, "{content_type}");
    }
    let untyped = || Body::from("é");
    assert_eq!(ask(untyped, Response::text).unwrap(), "é");
    assert_eq!(ask(untyped, async |found| found.text_with_charset("l1").await).unwrap(), "Ã©");
    let typed = typed("text/plain; charset=utf-8", "é".as_bytes());
    assert_eq!(ask(typed, async |found| found.text_with_charset("l1").await).unwrap(), "é");
}

#[test]
#[cfg(feature = "charset")]
fn every_charset_of_browsers_is_known() {
    for (content_type, body, text) in [
        ("text/plain; charset=Shift_JIS", b"\x93\xfa\x96\x7b".as_slice(), "日本"),
        ("text/plain; charset=koi8-r", b"\xc4\xc1", "да"),
        ("text/plain; charset=utf-16", b"a\0\xe9\0", "aé"),
        ("text/plain", b"\xfe\xff\0a", "a"),
        ("text/plain; charset=gb18030", b"\xff", "\u{fffd}"),
    ] {
        let found = ask(typed(content_type, body), Response::text).unwrap();
        assert_eq!(found, text, "{content_type}");
    }
}

#[test]
#[cfg(not(feature = "charset"))]
fn another_charset_names_the_feature() {
    for (content_type, body, charset) in [
        ("text/plain; charset=Shift_JIS", b"\x93\xfa".as_slice(), "shift_jis"),
        ("text/plain", b"\xfe\xff\0a", "utf-16be"),
        // Valid UTF-8, and another text.
        ("text/plain; charset=utf-16le", b"a\0", "utf-16le"),
        ("text/plain; charset='GBK'", b"\xc7\xa7", "gbk"),
    ] {
        let error = ask(typed(content_type, body), Response::text).unwrap_err();
        assert!(error.is_decode() && !error.is_body());
        assert_eq!(error.url().unwrap(), URL);
        let message = format!(
            "the response of `{PLACE}` is text in charset `{charset}`: enable feature `charset` of \
             doorway to read it"
        );
        assert_eq!(error.to_string(), message);
    }
}

#[test]
#[cfg(feature = "json")]
fn json_that_is_none_says_where() {
    let numbers = ask(|| "[1, 2]", Response::json::<Vec<u8>>).unwrap();
    assert_eq!(numbers, [1, 2]);
    let numbers = ask(|| "\u{feff}[1, 2]", Response::json::<Vec<u8>>).unwrap();
    assert_eq!(numbers, [1, 2]);
    for (body, message, source) in [
        (
            "[1,\n \"2\"]",
            "is not the expected JSON, at line 2 column 4",
            "invalid type, expected u8 at line 2 column 4",
        ),
        (
            "[1, 2",
            "is not the expected JSON, at line 1 column 5",
            "EOF while parsing a list at line 1 column 5",
        ),
        (
            "[1] 2",
            "is not the expected JSON, at line 1 column 5",
            "trailing characters at line 1 column 5",
        ),
        ("", "is empty, not JSON", "EOF while parsing a value at line 1 column 0"),
    ] {
        let error = ask(move || body, Response::json::<Vec<u8>>).unwrap_err();
        assert!(error.is_decode(), "{body}");
        assert_eq!(error.to_string(), format!("the response of `{PLACE}` {message}"));
        assert_eq!(error.source().unwrap().to_string(), source);
        assert_eq!(error.url().unwrap(), URL);
        assert_eq!(error.into_response().status(), 502);
    }
    let deep = "[".repeat(100_000);
    let error = ask(move || deep.clone(), Response::json::<serde_json::Value>).unwrap_err();
    assert!(error.is_decode());
}
