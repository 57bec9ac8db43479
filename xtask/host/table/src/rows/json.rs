//! JSON, read and written.

use crate::row::{Row, get as of, post as to};

/// A body that is not JSON, and the detail of the answer.
#[track_caller]
fn malformed(body: impl Into<Vec<u8>>, why: &str) -> Row {
    to("/json/any").json(body).problem(400, format!("the body is not JSON: {why}"))
}

/// JSON that does not match the handler's type, and the detail of the answer.
#[track_caller]
fn other(path: &'static str, body: &'static str, why: &str) -> Row {
    to(path).json(body).problem(422, format!("the JSON does not have the expected form: {why}"))
}

pub(super) fn rows() -> Vec<Row> {
    let not_json = "the body must be JSON, with the content type `application/json`";
    let control_character =
        "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0";
    let spaced =
        " {\t\"prices\": [] ,\r\n\"note\":\"\\u00e9\\ud83d\\udeaa\",\"name\":\"\",\"x\":0} ";
    let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    vec![
        to("/json/order")
            .json(r#"{"name":"ink","prices":[1,2,39]}"#)
            .value(r#"{"name":"ink","note":null,"sum":42}"#),
        to("/json/order").json(spaced).value(r#"{"name":"","note":"é🚪","sum":0}"#),
        other("/json/order", r#"{"name":"ink"}"#, "missing field `prices` at line 1 column 14"),
        other(
            "/json/order",
            r#"{"name":7,"prices":[]}"#,
            "invalid type: integer `7`, expected a string at line 1 column 9",
        ),
        other(
            "/json/order",
            r#"{"name":"a","name":"b"}"#,
            "duplicate field `name` at line 1 column 18",
        ),
        other(
            "/json/order",
            "[]",
            "invalid length 0, expected struct Order with 3 elements at line 1 column 2",
        ),
        other(
            "/json/order",
            "null",
            "invalid type: null, expected struct Order at line 1 column 4",
        ),
        to("/json/strict").json(r#"{"id":1}"#).text("1"),
        other(
            "/json/strict",
            r#"{"id":1,"is_admin":true}"#,
            "unknown field `is_admin`, expected `id` at line 1 column 18",
        ),
        // Malformed in one way or another.
        malformed("", "EOF while parsing a value at line 1 column 0"),
        malformed(r#"{"a":1"#, "EOF while parsing an object at line 1 column 6"),
        malformed(r#"{"a":1,}"#, "trailing comma at line 1 column 8"),
        malformed("{} {}", "trailing characters at line 1 column 4"),
        malformed("{'a':1}", "key must be a string at line 1 column 2"),
        malformed("NaN", "expected value at line 1 column 1"),
        malformed("[01]", "invalid number at line 1 column 3"),
        malformed(r#""\x""#, "invalid escape at line 1 column 3"),
        malformed(r#""\ud800""#, "unexpected end of hex escape at line 1 column 8"),
        malformed("\"a\nb\"", control_character),
        malformed(*b"\"caf\xe9\"", "invalid utf-8 sequence of 1 bytes from index 4"),
        malformed(*b"\xff\xfe{\0}\0", "invalid utf-8 sequence of 1 bytes from index 0"),
        to("/json/any").json("null").value("null"),
        to("/json/any")
            .field("content-type", "application/json")
            .chunks(&["{\"a\"", ":", "[1,2]}"])
            .value(r#"{"a":[1,2]}"#),
        to("/json/any").json(deep(127)).value(deep(127)),
        malformed(deep(128), "recursion limit exceeded at line 1 column 128"),
        malformed("[".repeat(100_000), "recursion limit exceeded at line 1 column 128"),
        malformed("{\"a\":".repeat(100_000), "recursion limit exceeded at line 1 column 636"),
        // Huge numbers.
        to("/json/any").json("18446744073709551615").value("18446744073709551615"),
        malformed("1e400", "number out of range at line 1 column 5"),
        malformed("9".repeat(1000), "number out of range at line 1 column 1000"),
        to("/json/any").json(format!("0.{}", "1".repeat(1000))).value("0.1111111111111111"),
        to("/json/numbers")
            .json(r#"{"small":-128,"large":18446744073709551615,"float":1e308}"#)
            .text("-128 18446744073709551615 1e308"),
        other(
            "/json/numbers",
            r#"{"small":128,"large":0,"float":0}"#,
            "invalid value: integer `128`, expected i8 at line 1 column 12",
        ),
        other(
            "/json/numbers",
            r#"{"small":0,"large":18446744073709551616,"float":0}"#,
            "invalid type: floating point `1.8446744073709552e+19`, expected u64 at line 1 \
             column 39",
        ),
        other(
            "/json/numbers",
            r#"{"small":0,"large":-1,"float":0}"#,
            "invalid value: integer `-1`, expected u64 at line 1 column 21",
        ),
        to("/json/text").json(r#""just text""#).text("just text"),
        to("/json/text").json(format!("\"{}\"", "x".repeat(100_000))).text("x".repeat(100_000)),
        // Content types that are JSON, and others.
        to("/json/any").typed("Application/JSON; charset=utf-8", "1").value("1"),
        to("/json/any").typed("application/geo+json", "1").value("1"),
        to("/json/any").typed("text/plain", "1").problem(415, not_json),
        to("/json/any").typed("application/jsonp", "1").problem(415, not_json),
        to("/json/any").typed("", "1").problem(415, not_json),
        to("/json/any").body("1").problem(415, not_json),
        of("/json/any").problem(415, not_json),
        to("/json/any").typed(b"application/json\xff", "1").problem(415, not_json),
        to("/json/any").json("1").field("content-type", "text/plain").value("1"),
        to("/json/any")
            .field("content-type", "application/json")
            .cut_off(9, "[1,")
            .problem(400, "the body could not be read to its end"),
        to("/json/small").json("[1,2,3,45]").value("[1,2,3,45]"),
        to("/json/small").json("[1,2,3,456]").problem(413, "the body is over the size limit"),
        to("/json/perhaps").json("[1]").text("Some(Json([1]))"),
        to("/json/perhaps").text("None"),
        to("/json/perhaps")
            .json("[1")
            .problem(400, "the body is not JSON: EOF while parsing a list at line 1 column 2"),
        to("/json/perhaps").typed("text/plain", "[1]").problem(415, not_json),
        to("/json/or-why").json("[1,2]").text("[1, 2]"),
        to("/json/or-why").json("[1,2").text("400"),
        to("/json/or-why").json("[1,-2]").text("422"),
        to("/json/or-why").body("[1]").text("415"),
        to("/json/after/7").json("[]").value(r#"{"7":[]}"#),
        // The first extractor that refuses answers.
        to("/json/after/x")
            .json("[")
            .problem(400, "path parameter `id`: cannot parse `x` to a `u32`"),
        of("/json/made")
            .value(r#"{"":{},"list":[null,true],"number":-0.5,"text":"größer\n\"\u0001"}"#),
        to("/json/created").content(201, "application/json", r#"["new"]"#),
        of("/json/unwritable").empty(500),
    ]
}

/// A document that is cut off after each of its bytes.
pub(super) fn sweep() -> Vec<Row> {
    let whole = r#"{"a":["é\n\u00e9",-1.5e3,true,null,{}]}"#.as_bytes();
    let cut = |at: usize| to("/json/any-or-why").json(&whole[..at]).text("400");
    (0..whole.len()).map(cut).collect()
}
