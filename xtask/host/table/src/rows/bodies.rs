//! Bodies as they are, and how long they may be.

use crate::row::{Row, get, post as to, put};

/// The default.
const DEFAULT_LIMIT: usize = 2 * 1024 * 1024;

pub(super) fn rows() -> Vec<Row> {
    const BINARY: &str = "application/octet-stream";
    let not_text = "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0";
    let too_long = "the body is over the size limit";
    let cut_off = "the body could not be read to its end";
    let largest = vec![b'x'; DEFAULT_LIMIT];
    let one_over = vec![b'x'; DEFAULT_LIMIT + 1];
    vec![
        to("/body/bytes").body(*b"\0\xff").content(200, BINARY, *b"\0\xff"),
        to("/body/bytes").chunks(&["two ", "chunks"]).content(200, BINARY, "two chunks"),
        get("/body/bytes").content(200, BINARY, ""),
        to("/body/bytes").body("").content(200, BINARY, ""),
        to("/body/bytes").cut_off(9, "half").problem(400, cut_off),
        to("/body/bytes-mut").body("loud").content(200, BINARY, "LOUD"),
        to("/body/text").body("größer").text("größer"),
        to("/body/text").typed("image/png", "whatever it says").text("whatever it says"),
        to("/body/text").body(*b"caf\xe9").problem(
            400,
            "the body is not UTF-8 text: incomplete utf-8 byte sequence from index 3",
        ),
        to("/body/text").body(*b"\xed\xa0\x80").problem(400, not_text),
        put("/body/text").text(""),
        to("/body/text-or-why").body("text").text("text"),
        to("/body/text-or-why")
            .body(*b"\xff")
            .text("400 the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0"),
        to("/body/perhaps-bytes").body("b").text(r#"Some(b"b")"#),
        to("/body/perhaps-bytes").text("None"),
        to("/body/perhaps-text").body("t").text(r#"Some("t")"#),
        to("/body/perhaps-text").chunks(&[]).text("None"),
        to("/body/perhaps-text").body(*b"\xff").problem(400, not_text),
        to("/body/as-it-is").body("as it is").untyped(200, "as it is").streamed(),
        to("/body/as-it-is").chunks(&["a", "b"]).untyped(200, "ab").streamed(),
        get("/body/as-it-is").empty(200).streamed(),
        to("/body/as-it-is").cut_off(9, "half").aborted(200),
        to("/body/request").body("whole").untyped(200, "whole").streamed(),
        to("/body/unread").body("nobody reads this").text("unread"),
        to("/body/stream").chunks(&["one", "two", "three"]).text("11"),
        to("/body/stream").body(one_over.clone()).text("2097153"),
        // The detail of an error of ours is the log's.
        to("/body/stream").cut_off(9, "half").empty(400),
        to("/body/why").body("seven").text("5"),
        to("/body/why").cut_off(9, "half").text(format!("400 {cut_off}")),
        to("/body/length").body(largest).text("2097152"),
        to("/body/length").body(one_over.clone()).problem(413, too_long),
        to("/body/unlimited").body(one_over).text("2097153"),
        to("/body/small/bytes").body("12345678").text("8"),
        to("/body/small/bytes").body("123456789").problem(413, too_long),
        to("/body/small/bytes").chunks(&["1234", "5678"]).text("8"),
        to("/body/small/bytes").chunks(&["1234", "5678", "9"]).problem(413, too_long),
        to("/body/small/text").body("12345678").text("12345678"),
        to("/body/small/text").body("123456789").problem(413, too_long),
        to("/body/small/perhaps").body("123456789").problem(413, too_long),
        to("/body/small/why").body("123456789").text(format!("413 {too_long}")),
        // Only what is read whole is limited.
        to("/body/small/stream").body("123456789").text("9"),
        // The innermost limit counts.
        to("/body/small/larger").body("123456789").text("9"),
        to("/body/small/larger").body("1234567890").problem(413, too_long),
    ]
}
