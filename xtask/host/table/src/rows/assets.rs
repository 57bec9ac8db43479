//! Files that are part of the program.

use crate::row::{PROBLEM, Row, get as to, head, post as send};

const STYLE: &str = include_str!("../../public/style.css");
const INDEX: &str = include_str!("../../public/index.html");
const DOCS: &str = include_str!("../../public/docs/index.html");
const MISSING: &str = include_str!("../../public/404.html");

const TAG: &str = "\"ffb55b79f417add1a95c03df2957d73c\"";
const WEAK_TAG: &str = "W/\"ffb55b79f417add1a95c03df2957d73c\"";
const INDEX_TAG: &str = "\"1bf68474258bedf9dc9a63bf96409ce8\"";
const DOCS_TAG: &str = "\"9863e4bf722ba258624fcf51af990d67\"";

const CSS: &str = "text/css; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

fn file(row: Row, tag: &'static str) -> Row {
    row.with("etag", tag).with("accept-ranges", "bytes")
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        file(to("/static/style.css").content(200, CSS, STYLE), TAG),
        file(to("/static/style.css?v=1").content(200, CSS, STYLE), TAG),
        file(to("/static/st%79le.css").content(200, CSS, STYLE), TAG),
        file(head("/static/style.css").head_of(200, CSS, "18"), TAG),
        file(to("/static/").content(200, HTML, INDEX), INDEX_TAG),
        file(to("/static/docs/").content(200, HTML, DOCS), DOCS_TAG),
        to("/static").empty(307).with("location", "./static/"),
        to("/static/docs?a").empty(307).with("location", "./docs/?a"),
        to("/static/style.css")
            .field("if-none-match", format!("\"x\", {TAG}"))
            .empty(304)
            .with("etag", TAG),
        to("/static/style.css")
            .field("if-none-match", format!("\"x\", W/{TAG}"))
            .empty(304)
            .with("etag", WEAK_TAG)
            .per("RFC 9110, 15.4.5"),
        to("/static/style.css")
            .field("if-none-match", "\"x\"")
            .field("if-none-match", TAG)
            .empty(304)
            .with("etag", TAG)
            .per("RFC 9110, 5.3"),
        file(
            to("/static/style.css")
                .field("if-match", "\"x\"")
                .field("if-match", TAG)
                .content(200, CSS, STYLE),
            TAG,
        )
        .per("RFC 9110, 5.3"),
        to("/static/style.css")
            .field("if-match", format!("W/{TAG}"))
            .bare_problem(412)
            .per("RFC 9110, 13.1.1"),
        file(
            to("/static/style.css")
                .field("range", "bytes=0-0")
                .field("if-range", format!("W/{TAG}"))
                .content(200, CSS, STYLE),
            TAG,
        )
        .per("RFC 9110, 13.1.5"),
        file(
            to("/static/style.css")
                .field("range", "bytes=0-0")
                .field("if-range", TAG)
                .content(206, CSS, "p"),
            TAG,
        )
        .with("content-range", "bytes 0-0/18")
        .per("RFC 9110, 13.1.5"),
        to("/static/docs%2F").bare_problem(404).per("RFC 3986, 2.2"),
        to("/files/docs%2F").bare_problem(404).per("RFC 3986, 2.2"),
        file(to("/static//style.css").content(200, CSS, STYLE), TAG).per("tower-http ServeDir"),
        file(to("/files//style.css").content(200, CSS, STYLE), TAG).per("tower-http ServeDir"),
        file(
            to("/static/style.css").field("if-none-match", "\"other\"").content(200, CSS, STYLE),
            TAG,
        ),
        to("/static/style.css").field("if-match", "\"other\"").bare_problem(412),
        file(to("/static/style.css").field("range", "bytes=0-0").content(206, CSS, "p"), TAG)
            .with("content-range", "bytes 0-0/18"),
        file(to("/static/style.css").field("range", "bytes=-3").content(206, CSS, " }\n"), TAG)
            .with("content-range", "bytes 15-17/18"),
        file(
            to("/static/style.css")
                .field("range", "bytes=15-99999999999999999999")
                .content(206, CSS, " }\n"),
            TAG,
        )
        .with("content-range", "bytes 15-17/18"),
        to("/static/style.css")
            .field("range", "bytes=18-")
            .bare_problem(416)
            .with("content-range", "bytes */18"),
        file(to("/static/style.css").field("range", "bytes=2-1").content(200, CSS, STYLE), TAG),
        file(to("/static/style.css").field("range", "bytes=0-0,2-2").content(200, CSS, STYLE), TAG),
        file(to("/static/style.css").field("range", b"bytes=\xff").content(200, CSS, STYLE), TAG),
        file(
            to("/static/style.css")
                .field("range", "bytes=0-0")
                .field("if-range", "\"other\"")
                .content(200, CSS, STYLE),
            TAG,
        ),
        send("/static/style.css").bare_problem(405).with("allow", "GET, HEAD"),
        to("/static/gone.css").bare_problem(404),
        to("/static/../Cargo.toml").bare_problem(404),
        to("/static/%2e%2e/Cargo.toml").bare_problem(404),
        to("/static/style.css/").bare_problem(404),
        to("/static/%ff").bare_problem(404),
        to("/static/%zz").bare_problem(404),
        file(to("/paged/style.css").content(200, CSS, STYLE), TAG)
            .with("cache-control", "max-age=60"),
        file(to("/paged/docs/").content(200, HTML, DOCS), DOCS_TAG)
            .with("cache-control", "no-cache"),
        to("/paged/gone").content(404, HTML, MISSING),
        head("/paged/gone").head_of(404, HTML, "40"),
        send("/paged/gone").bare_problem(404),
        file(to("/spa/any/page").content(200, HTML, INDEX), INDEX_TAG),
        file(to("/files/style.css").content(200, CSS, STYLE), TAG),
        to("/files/gone").bare_problem(404),
        send("/files/style.css").bare_problem(405).with("allow", "GET, HEAD, OPTIONS"),
        head("/static/gone").head_of(404, PROBLEM, "34"),
        to("/unlisted/file").text("a route goes first"),
    ]
}
