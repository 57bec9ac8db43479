//! The app's state, extensions of requests, and custom extractors.

use crate::row::{Row, get as to, post as send};

pub(super) fn rows() -> Vec<Row> {
    vec![
        to("/state/whole").text("table"),
        to("/state/part").text("table"),
        to("/state/changed").text("1"),
        to("/state/another").text("42"),
        to("/state/own").field("x-version", "2").text("2"),
        to("/state/own")
            .field("x-version", "3")
            .text_of(406, "table has no version 3")
            .with("x-newest", "2"),
        to("/state/own").text_of(406, "which version?").with("x-newest", "2"),
        to("/state/perhaps-own").field("x-version", "7").text("7"),
        to("/state/perhaps-own").text("none"),
        to("/state/own-or-why").field("x-version", "1").text("1"),
        to("/state/own-or-why").field("x-version", "x").text("406: table has no version x"),
        send("/state/own-body").body("a|b").text("b|a"),
        send("/state/own-body").body("ab").empty(422),
        send("/state/own-body").body(*b"\xff|").problem(
            400,
            "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0",
        ),
        to("/extension/there").text("Trillian"),
        to("/extension/perhaps-there").text("Trillian"),
        to("/extension/perhaps").text("nobody"),
        to("/extension/missing").bare_problem(500),
    ]
}
