//! Header fields as types that know their syntax.

use crate::row::{Row, get as to};

pub(super) fn rows() -> Vec<Row> {
    vec![
        to("/typed/agent").field("user-agent", "curl/8").text("curl/8"),
        to("/typed/agent").problem(400, "the header field `user-agent` is missing"),
        to("/typed/agent")
            .field("user-agent", b"caf\xe9")
            .problem(400, "the header field `user-agent` is malformed"),
        to("/typed/perhaps-agent").text("none"),
        to("/typed/perhaps-agent").field("user-agent", "curl/8").text("curl/8"),
        to("/typed/perhaps-agent")
            .field("user-agent", b"\xff")
            .problem(400, "the header field `user-agent` is malformed"),
        to("/typed/agent-or-why").field("user-agent", "curl/8").text("curl/8"),
        to("/typed/agent-or-why").text("400 Bad Request user-agent true"),
        to("/typed/agent-or-why")
            .field("user-agent", b"\xff")
            .text("400 Bad Request user-agent false"),
        // Of `open: sesame`, with a colon in the password.
        to("/typed/basic").field("authorization", "Basic b3Blbjogc2VzYW1l").text("open| sesame"),
        to("/typed/basic")
            .field("authorization", "Basic %%%")
            .problem(400, "the header field `authorization` is malformed"),
        to("/typed/basic")
            .field("authorization", "Bearer b3Blbjogc2VzYW1l")
            .problem(400, "the header field `authorization` is malformed"),
        to("/typed/bearer").field("authorization", "Bearer a.b.c").text("a.b.c"),
        to("/typed/bearer").problem(400, "the header field `authorization` is missing"),
        to("/typed/cookie").field("cookie", "a=1; b=2").text("a=1;b=2;"),
        // No cookie is no error.
        to("/typed/cookie").text(""),
        to("/typed/range")
            .field("range", "bytes=0-9,90-")
            .text("(Included(0), Included(9))(Included(90), Unbounded)"),
        to("/typed/range")
            .field("range", "pages=1-2")
            .problem(400, "the header field `range` is malformed"),
        to("/typed/tenant").field("x-tenant", "40").field("x-tenant", "2").text("42"),
        to("/typed/tenant")
            .field("x-tenant", "40")
            .field("x-tenant", "two")
            .problem(400, "the header field `x-tenant` is malformed"),
        to("/typed/tenant").problem(400, "the header field `x-tenant` is missing"),
        to("/typed/parts").content(200, "text/html", "<p>").with_all("x-tenant", &["7", "8"]),
        to("/typed/alone").empty(200).with("cache-control", "no-store"),
    ]
}
