//! Where requests go: what routes are matched with, and what handlers see of it.

use crate::Way;
use crate::row::{Row, get as to, post};

const TOO_LONG: &str = "the path and the query have more than 65,534 bytes";

/// wasmtime takes less, as http's `Uri` does, but another host need not.
#[track_caller]
fn too_long(target: String) -> Row {
    to(target).by(Way::Natively).problem(414, TOO_LONG).with_all("x-seen", &[])
}

pub(super) fn rows() -> Vec<Row> {
    let is_long = "RFC 9110, 15.5.15";
    vec![
        to("/targets/a").text("10 10 0 /targets/{*rest}").with("x-seen", "10"),
        to("/targets-of/7/in?a=b").text("3 16 3 /targets-of/{id}/in").with("x-seen", "3"),
        to("/targets-of/7/in/a%2Fb/c")
            .text("11 24 0 /targets-of/{id}/in/{*rest}")
            .with("x-seen", "11"),
        too_long(format!("/targets/{}", "a".repeat(65_600))).per(is_long),
        too_long(format!("/targets/?q={}", "a".repeat(65_600))).per(is_long),
        too_long(format!("/targets-of/7/in/{}", "a".repeat(65_600))).per(is_long),
        too_long(format!("/nowhere/{}", "a".repeat(65_600))).per(is_long),
        post(format!("/targets/{}", "a".repeat(65_600)))
            .by(Way::Natively)
            .problem(414, TOO_LONG)
            .per(is_long),
        // A slash that is encoded does not end a segment.
        to("/targets/rest/a%2Fb/%2e%2e/c").text("a/b/../c").per("RFC 3986, 2.2"),
        to("/targets/rest//a//").text("/a//").per("RFC 3986, 3.3"),
        to("/targets/rest/%25%32%46").text("%2F").per("RFC 3986, 2.4"),
        // An overlong slash.
        to("/targets/rest/%C0%AF")
            .problem(400, "invalid UTF-8 in path parameter `rest`")
            .per("RFC 3629, 3"),
        to("/targets/rest/%zz")
            .problem(
                400,
                "a `%` is not followed by two hexadecimal digits in path parameter `rest`",
            )
            .per("RFC 3986, 2.1"),
    ]
}
