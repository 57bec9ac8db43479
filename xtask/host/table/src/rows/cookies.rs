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
        // What is no cookie is passed over.
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
        to("/cookie/odd").empty(200).with("set-cookie", "gr%C3%B6%C3%9Fe=1%3B%202"),
        to("/cookie/evil").empty(200),
        send("/signed/in").text("in").with("set-cookie", SIGNED),
        to("/signed").field("cookie", SIGNED).text("ferris"),
        // One that somebody made up does not hide it.
        to("/signed").field("cookie", format!("{SIGNED}; user=trillian")).text("ferris"),
        to("/signed").field("cookie", SIGNED.replace("ferris", "trillian")).text("none"),
        to("/signed").field("cookie", "user=ferris").text("none"),
        to("/signed").text("none"),
        to("/private/round").text("true ferris"),
        to("/private").field("cookie", "user=ferris").text("none"),
        to("/private").text("none"),
    ]
}
