//! The parts of a head: the method, the URI, the header fields.

use crate::row::{Row, Way, ask, get as to, post};

pub(super) fn rows() -> Vec<Row> {
    let long = format!("/head/uri/{}", "x".repeat(8 * 1024));
    let many = (0..1000).fold(to("/head/count"), |ask, at| ask.field(format!("x-{at}"), "1"));
    vec![
        to("/head/method").text("GET"),
        post("/head/method").text("POST"),
        ask("PROPFIND", "/head/method").text("PROPFIND"),
        ask("x-y", "/head/method").text("x-y"),
        to("/head/uri").text("http://test.local/head/uri"),
        to("/head/uri?").text("http://test.local/head/uri?"),
        to("/head/uri?a=b&c=%20").text("http://test.local/head/uri?a=b&c=%20"),
        to("/head/uri/a%2Fb//c;d?e?f").text("http://test.local/head/uri/a%2Fb//c;d?e?f"),
        // Bytes that are not allowed in a URI are encoded, or unchanged if http accepts them.
        to("/head/uri/%zz?%").text("http://test.local/head/uri/%zz?%"),
        to("/head/uri/[a]|b").text("http://test.local/head/uri/[a]|b"),
        to("/head/uri/%FF").text("http://test.local/head/uri/%FF"),
        to(long.clone()).text(format!("http://test.local{long}")),
        to("/head/uri").field("host", "example.com:8080").text("http://example.com:8080/head/uri"),
        to("/head/original?a").text("http://test.local/head/original?a"),
        // `wasi:http` does not tell which it was.
        to("/head/version").text("HTTP/1.1"),
        to("/head/fields").text(""),
        to("/head/fields").field("x-field", "a").field("X-Field", "b").text("a|b"),
        to("/head/fields").field("x-field", " spaced\tout ").text("spaced\\tout"),
        to("/head/fields").field("x-field", "").text(""),
        // Not UTF-8, and yet a field (RFC 9110, 5.5).
        to("/head/fields").field("x-field", b"caf\xe9").text("caf\\xe9"),
        to("/head/fields").field("x-field", b"\xff\xfe").text("\\xff\\xfe"),
        to("/head/fields").field("x-field", "x".repeat(8 * 1024)).text("x".repeat(8 * 1024)),
        many.by(Way::OffSocket).text("1000"),
        post("/head/parts").field("x-field", "7").body("unread").text("POST /head/parts 7"),
        to("/head/parts?a").text("GET /head/parts -"),
        to("/head/authority").text("test.local"),
        to("/head/authority").field("host", "[::1]:80").text("[::1]:80"),
        to("/head/authority")
            .field("host", "user@a.example")
            .problem(400, "the `host` field is not a host"),
        to("/head/perhaps-authority").field("host", "a.example:1").text("a.example"),
        to("/head/matched/7/a/b?c").text("/head/matched/{id}/{*rest}"),
        to("/head/request").field("x-field", "seven").text("GET /head/request Some(5)"),
        post("/head/request").text("POST /head/request None"),
        post("/head/sixteen/7").body("last").text("true last"),
        to("/head/sixteen/7").text("true "),
        // The server refuses what is no request before the component sees it.
        to(&b"/head/uri/\xff"[..]).by(Way::OnSocket).empty(400),
        to(&b"/head/uri?\xff"[..]).by(Way::OnSocket).empty(400),
        to("/head/authority")
            .field("host", "a b")
            .by(Way::OnSocket)
            .problem(400, "the `host` field is missing"),
        to("/head/uri/ ").by(Way::OnSocket).empty(400),
        to("/head/fields").field("x-field", b"a\0b").by(Way::OnSocket).empty(400),
        // Text that is UTF-8 passes, as in browsers' address bars.
        to("/head/uri/é").by(Way::OnSocket).text("http://test.local/head/uri/é"),
    ]
}
