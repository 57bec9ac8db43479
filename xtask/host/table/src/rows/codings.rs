//! Layers of tower's that change content codings and bodies.

use crate::row::{Row, TEXT, ask, get as to, head, post as send};

const TAG: &str = "\"v1\"";
const WEAK: &str = "W/\"v1\"";
const SAME_TAG: &str = "RFC 9110, 8.8.3.3";

/// Of `public/index.html`.
const INDEX: &str = include_str!("../../public/index.html");
const INDEX_TAG: &str = "\"1bf68474258bedf9dc9a63bf96409ce8\"";
const WEAK_INDEX_TAG: &str = "W/\"1bf68474258bedf9dc9a63bf96409ce8\"";
const HTML: &str = "text/html; charset=utf-8";

/// `[1, 2]`.
const PACKED: [u8; 26] =
    *b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\x8b6\xd4Q0\x8a\x05\0\xff\xe7\xc9a\x06\0\0\0";

/// Text that depends on who asks.
fn varying(row: Row) -> Row {
    row.with("vary", "accept-encoding")
}

fn packed(target: &'static str) -> Row {
    // Compressed bytes vary with the version of the library, so only the head is compared.
    let row = head(target).field("accept-encoding", "gzip").content(200, TEXT, "");
    varying(row.with("content-encoding", "gzip").with("etag", WEAK).streamed()).per(SAME_TAG)
}

fn not_modified(known: &'static str, tag: &'static str) -> Row {
    let known =
        to("/codings/tagged").field("accept-encoding", "gzip").field("if-none-match", known);
    known.empty(304).with("etag", tag).per("RFC 9110, 15.4.5")
}

fn index(row: Row, tag: &'static str) -> Row {
    row.with("etag", tag).with("accept-ranges", "bytes")
}

fn unpack(target: &'static str, body: &[u8]) -> crate::row::Ask {
    send(target).field("content-encoding", "gzip").body(body)
}

const BROKEN: &str = "the body could not be read to its end";

pub(super) fn rows() -> Vec<Row> {
    let mut changed = PACKED;
    changed[20] ^= 1;
    let mut rows = vec![
        varying(to("/codings/tagged").text("la ".repeat(100)).with("etag", TAG)),
        packed("/codings/tagged"),
        not_modified(WEAK, WEAK),
        not_modified("\"x\", W/\"v1\"", WEAK),
        not_modified(TAG, TAG),
        varying(index(to("/codings/files/").content(200, HTML, INDEX), INDEX_TAG)),
        to("/codings/files/")
            .field("accept-encoding", "gzip")
            .field("if-none-match", WEAK_INDEX_TAG)
            .empty(304)
            .with("etag", WEAK_INDEX_TAG)
            .per("RFC 9110, 15.4.5"),
        // The interrupted download was compressed.
        varying(index(
            to("/codings/files/")
                .field("range", "bytes=20-")
                .field("if-range", WEAK_INDEX_TAG)
                .content(200, HTML, INDEX),
            INDEX_TAG,
        ))
        .per("RFC 9110, 13.1.5"),
        index(
            to("/codings/files/")
                .field("accept-encoding", "gzip")
                .field("range", "bytes=20-")
                .field("if-range", INDEX_TAG)
                .content(206, HTML, &INDEX[20..]),
            INDEX_TAG,
        )
        .with("content-range", "bytes 20-77/78")
        .per("RFC 9110, 13.1.5"),
        unpack("/codings/length", &PACKED).text("6"),
        send("/codings/length").body("plain").text("5"),
        unpack("/codings/collected", &PACKED).text("6"),
        unpack("/codings/length", &PACKED[..20]).problem(400, BROKEN).per("RFC 9110, 15.5.1"),
        unpack("/codings/length", &changed).problem(400, BROKEN).per("RFC 9110, 15.5.1"),
        unpack("/codings/length", b"[1, 2]").problem(400, BROKEN).per("RFC 9110, 15.5.1"),
        unpack("/codings/collected", &changed).empty(400).per("RFC 9110, 15.5.1"),
        send("/codings/limited").body("1234").text("4"),
        send("/codings/limited").chunks(&["12", "34"]).text("4"),
        send("/codings/limited")
            .chunks(&["12", "345"])
            .problem(413, "the body is over the size limit")
            .per("RFC 9110, 15.5.14"),
    ];
    for (method, body) in [("GET", "la ".repeat(100)), ("HEAD", String::new())] {
        let row = ask(method, "/codings/service").content(200, TEXT, body).with("etag", TAG);
        // As a service of tower's a router leaves the body out itself.
        let row = if method == "HEAD" { row.with("content-length", "300") } else { varying(row) };
        rows.push(row.per("RFC 9110, 9.3.2"));
    }
    rows
}
