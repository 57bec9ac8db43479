//! Pairs of names and values whose values are empty, flattened or many.

use crate::row::{Row, get as to, post};

const FORM: &str = "application/x-www-form-urlencoded";

const HTML_FORM: &str = "serde_html_form, `empty_as_none`";

const URLENCODED: &str = "URL Standard, 5.1";

/// The same in a query and in a form.
fn options(pairs: &'static str, read: &str) -> [Row; 2] {
    [
        to(format!("/pairs/options?{pairs}")).text(read),
        post("/pairs/options").typed(FORM, pairs).text(read),
    ]
    .map(|row| row.per(HTML_FORM))
}

pub(super) fn rows() -> Vec<Row> {
    let none = "Options { sort: None, id: None, c: None, ip: None, q: None, list: [] }";
    let query = "the query is invalid: ";
    let form = "the form is invalid: ";
    let is_text = "in a `#[serde(flatten)]` all values are text";
    let mut rows = Vec::new();
    for (pairs, read) in [
        ("sort=", none.to_owned()),
        ("id=", none.to_owned()),
        ("c=", none.to_owned()),
        ("sort=&id=&c=&ip=&x=&sort2=", none.to_owned()),
        ("q=", none.replace("q: None", "q: Some(\"\")")),
        ("list=&list=up&list=", none.replace("[]", "[None, Some(Up), None]")),
        (
            "ip=&sort=down&c=x&id=7",
            none.replace(
                "sort: None, id: None, c: None",
                "sort: Some(Down), id: Some(Id(7)), c: Some('x')",
            ),
        ),
    ] {
        rows.extend(options(pairs, &read));
    }
    rows.extend([
        to("/pairs/options?id=&sort=x")
            .problem(400, format!("{query}`sort`: unknown variant `x`, expected `up` or `down`")),
        to("/pairs/options?c=&c=").problem(400, format!("{query}`c`: more than one value")),
        to("/pairs/flat?page=x").problem(400, format!("{query}`page`: expected u32; {is_text}")),
        to("/pairs/flat?text=1&page=1").problem(400, format!("{query}expected u32; {is_text}")),
        to("/pairs/flat?page=1&page=1")
            .problem(400, format!("{query}`page`: expected u32, and there is more than one value")),
        to("/pairs/flat?text=a").problem(400, format!("{query}missing field `page`")),
        to("/pairs/flat/x/y")
            .problem(400, format!("path parameter `page` cannot be `x`: expected u32; {is_text}")),
        to("/pairs/why?page=x").text(format!("{query}`page`: cannot parse it to a `u32`")),
        to("/pairs/why").text(format!("{query}missing field `page`")),
        post("/pairs/why").typed(FORM, "").text(format!("{form}missing field `page`")),
        post("/pairs/why").text(
            "the body must be a form, with the content type `application/x-www-form-urlencoded`",
        ),
        to("/pairs/why/x").text("path parameter `page`: cannot parse `x` to a `u32`"),
    ]);
    let limit = 2 * 1024 * 1024;
    let different: String = (0..300_000).map(|name| format!("{name:x}&")).collect();
    rows.extend([
        post("/pairs/login").typed(FORM, "+&".repeat(limit / 2)).text("").per(HTML_FORM),
        post("/pairs/login").typed(FORM, different + "user=Ford").text("Ford").per(HTML_FORM),
        post("/pairs/login")
            .typed(FORM, "&".repeat(limit - 6) + "user=a")
            .text("a")
            .per(URLENCODED),
        post("/pairs/login").typed(FORM, "user=%E2%82%AC+%26").text("€ &").per(URLENCODED),
        // An overlong slash.
        post("/pairs/login")
            .typed(FORM, "user=%C0%AF")
            .problem(400, format!("{form}the percent-encoded text is not UTF-8"))
            .per("RFC 3629, 3"),
    ]);
    rows
}
