//! Cookies: plain, signed and private.

use crate::row::{Row, get as to, post as send};

/// Of the key in the app.
const SIGNED: &str = "user=Za12GORYr8qHhx93Q9n1zJb6efrM74OYANR74f15wx8%3Dferris";

pub(super) fn rows() -> Vec<Row> {
    let visits = "visits=1; HttpOnly; SameSite=Lax; Secure; Path=/";
    vec![
        to("/cookie").text(""),
        to("/cookie").field("cookie", "a=1; b=x%20y").text(r#"("a", "1") ("b", "x y")"#),
        to("/cookie").field("cookie", "a=1").field("cookie", "a=2").text(r#"("a", "2")"#),
        // Malformed cookies are ignored.
        to("/cookie")
            .field("cookie", "; =; a; =b; c=; d==; e=%ff;")
            .text(r#"("c", "") ("d", "=")"#),
        to("/cookie").field("cookie", b"a=\xff; b=2").text(r#"("b", "2")"#),
        to("/cookie/visit").text("1").with("set-cookie", visits),
        to("/cookie/visit").field("cookie", "visits=x").text("1").with("set-cookie", visits),
        to("/cookie/visit")
            .field("cookie", "visits=41")
            .text("42")
            .with("set-cookie", "visits=42; HttpOnly; SameSite=Lax; Secure; Path=/"),
        to("/cookie/two").text("two").with_all("set-cookie", &["z=0", "a=1"]),
        // Nothing to forget.
        send("/cookie/forget").empty(200),
        // Nobody but the host sets `__Host-` in a browser: no other name may come to be read as one.
        to("/cookie")
            .field("cookie", "__Host-session=victim; __%48ost-session=attacker")
            .text(r#"("__%48ost-session", "attacker") ("__Host-session", "victim")"#)
            .per("RFC 6265bis, 4.1.3.2"),
        to("/cookie")
            .field("cookie", "__Host-a=1; \u{a0}__Host-a=2; \u{2000}__Host-a=3; __host-a=4")
            .text(
                "(\"\\u{2000}__Host-a\", \"3\") (\"\\u{a0}__Host-a\", \"2\") \
                 (\"__Host-a\", \"1\") (\"__host-a\", \"4\")",
            )
            .per("RFC 6265, 5.2"),
        to("/cookie").field("cookie", "a=1;\t b \t=\t 2 ").text(r#"("a", "1") ("b", "2")"#),
        // Quotes are a part of the value.
        to("/cookie")
            .field("cookie", r#"a="1 2""#)
            .text(r#"("a", "\"1 2\"")"#)
            .per("RFC 6265, 5.2"),
        // Encoded as `/cookie/odd` does it.
        to("/cookie").field("cookie", "gr%C3%B6%C3%9Fe=1%3B%202").text(r#"("größe", "1; 2")"#),
        to("/cookie").field("cookie", "gr%c3%b6%C3%9Fe=1").text(r#"("gr%c3%b6%C3%9Fe", "1")"#),
        to("/cookie/odd").empty(200).with("set-cookie", "gr%C3%B6%C3%9Fe=1%3B%202"),
        to("/cookie/evil").empty(200),
        send("/cookie/path").body("/a").empty(200).with("set-cookie", "a=b; Path=/a"),
        send("/cookie/path").body("/; Domain=evil.example").empty(200).per("RFC 6265, 4.1.1"),
        send("/cookie/path").body("/\r\nset-cookie: c=d").empty(200).per("RFC 6265, 4.1.1"),
        send("/cookie/domain")
            .body("a.example")
            .empty(200)
            .with("set-cookie", "a=b; Domain=a.example"),
        send("/cookie/domain").body("a.example; Path=/").empty(200).per("RFC 6265, 4.1.1"),
        send("/cookie/domain").body("a.example\0").empty(200).per("RFC 6265, 4.1.1"),
        send("/cookie/name").body("").empty(200),
        send("/cookie/name")
            .body("a; Path=/\n")
            .empty(200)
            .with("set-cookie", "a%3B%20Path%3D%2F%0A=b"),
        send("/signed/in").text("in").with("set-cookie", SIGNED),
        to("/signed").field("cookie", SIGNED).text("ferris"),
        // One that somebody made up does not hide it.
        to("/signed").field("cookie", format!("{SIGNED}; user=trillian")).text("ferris"),
        // Nor one that the app signed for somebody else, by another spelling of the name.
        to("/signed").field("cookie", SIGNED.replace("user=", "us%65r=")).text("none"),
        to("/signed").field("cookie", SIGNED.replace("user=", "\u{a0}user=")).text("none"),
        to("/signed").field("cookie", SIGNED.replace("ferris", "trillian")).text("none"),
        to("/signed").field("cookie", "user=ferris").text("none"),
        to("/signed").text("none"),
        to("/private/round").text("true ferris"),
        to("/private").field("cookie", "user=ferris").text("none"),
        to("/private").text("none"),
    ]
}
