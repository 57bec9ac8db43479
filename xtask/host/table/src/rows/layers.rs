//! Layers around handlers.

use crate::row::{Row, TEXT, delete, get as to, head, post as send};

/// A row of the routes with two layers, of which one tells what it has seen.
fn twice(seen: &'static str, row: Row) -> Row {
    row.with_all("x-mark", &["first", "second"]).with("x-seen", seen)
}

pub(super) fn rows() -> Vec<Row> {
    let not_text = "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0";
    vec![
        twice("GET /layer/inner", to("/layer/inner").text("inner")),
        twice("HEAD /layer/inner", head("/layer/inner").head_of(200, TEXT, "5")),
        twice("POST /layer/body", send("/layer/body").body("through").text("through")),
        twice("POST /layer/body", send("/layer/body").body(*b"\xff").problem(400, not_text)),
        // Around the router's own answer too.
        twice(
            "POST /layer/inner",
            send("/layer/inner").bare_problem(405).with("allow", "GET, HEAD, OPTIONS"),
        ),
        // The layers of a route are the innermost.
        to("/layer/two")
            .text("two")
            .with_all("x-mark", &["route", "first", "second"])
            .with("x-seen", "GET /layer/two"),
        to("/guarded").field("x-key", "sesame").text("inside"),
        to("/guarded").empty(401),
        send("/guarded").field("x-key", "open").empty(401),
        // Around all of a route, or around its handlers alone.
        delete("/guarded").empty(401),
        delete("/guarded")
            .field("x-key", "sesame")
            .bare_problem(405)
            .with("allow", "GET, HEAD, POST, OPTIONS"),
        to("/guarded/handlers").empty(401),
        to("/guarded/handlers").field("x-key", "sesame").text("inside"),
        delete("/guarded/handlers").bare_problem(405).with("allow", "GET, HEAD, OPTIONS"),
        to("/mapped/method").text("GET").with("x-mark", "mapped"),
        to("/mapped/path/7").text("7").with("x-mark", "mapped"),
        to("/mapped/path/x")
            .problem(400, "path parameter `id`: cannot parse `x` to a `u8`")
            .with("x-mark", "mapped"),
        to("/refusing").text("Some(\"2\")"),
        to("/refusing").field("x-wish", "2").text("Some(\"2\")"),
        to("/refusing").field("x-wish", "3").text_of(429, "2 are the most"),
        to("/answering").empty(418),
        to("/replaced").text_of(202, "in its place").with("x-was", "200"),
        to("/with-state").text("x").with("x-brand", "doorway"),
        send("/body-of-another/7").body("quiet").text("QUIET 7"),
        send("/body-of-another/x")
            .body("quiet")
            .problem(400, "path parameter `id`: cannot parse `x` to a `u8`"),
    ]
}
