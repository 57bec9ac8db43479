//! Fields that hosts keep to themselves, or show in another way than they came.

use crate::row::{Row, get as to};

pub(super) fn rows() -> Vec<Row> {
    vec![
        // The authority of the URI, where a host has taken the field away.
        to("/head/host").text("test.local").per("RFC 9110, 7.2"),
        to("/head/host").field("host", "a.example:81").text("a.example:81").per("RFC 9110, 7.2"),
        to("/head/field/host").text("test.local").per("axum"),
        to("/head/field/host").field("host", "[::1]:80").text("[::1]:80").per("axum"),
        // One field, in the order in which they came.
        to("/head/field/cookie").field("cookie", "a=1").text("a=1"),
        to("/head/field/cookie")
            .field("cookie", "a=1")
            .field("x-between", "")
            .field("cookie", "b=2; c=3")
            .field("cookie", "")
            .text("a=1; b=2; c=3")
            .per("RFC 9113, 8.2.3"),
        to("/typed/cookie")
            .field("cookie", "a=1")
            .field("cookie", "b=2")
            .text("a=1;b=2;")
            .per("RFC 9113, 8.2.3"),
        // Fields for a single connection are hidden on every host.
        to("/head/field/connection")
            .field("connection", "keep-alive")
            .text("")
            .per("RFC 9110, 7.6.1"),
    ]
}
