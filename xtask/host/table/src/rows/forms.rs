//! Queries and forms.

use crate::row::{Ask, Row, get as to, post as send, put};

/// A query that is refused, and what is said of it.
#[track_caller]
fn wrong(target: impl Into<crate::row::Target>, why: &str) -> Row {
    to(target).problem(400, format!("the query is invalid: {why}"))
}

const FORM: &str = "application/x-www-form-urlencoded";

fn form(ask: Ask, body: impl Into<Vec<u8>>) -> Ask {
    ask.typed(FORM, body)
}

/// A form that is refused, and what is said of it.
#[track_caller]
fn wrong_form(status: u16, body: impl Into<Vec<u8>>, why: &str) -> Row {
    let detail = format!("the form is invalid: {why}");
    form(send("/form/listing"), body).problem(status, detail)
}

pub(super) fn rows() -> Vec<Row> {
    let not_a_form =
        "the body must be a form, with the content type `application/x-www-form-urlencoded`";
    let wrong_in_query = "the form is invalid: ";
    let escape = "a `%` is not followed by two hexadecimal digits";
    let different: String = (0..10_000).map(|name| format!("{name:x}&")).collect();
    vec![
        to("/query/listing").text("0 [] None false"),
        to("/query/listing?").text("0 [] None false"),
        to("/query/listing?page=2&tag=a&sort=&tag=b&all=true")
            .text(r#"2 ["a", "b"] Some("") true"#),
        to("/query/listing?tag=a+b%20c&sort=%C3%A9%26%3D&unknown=1&all=on")
            .text(r#"0 ["a b c"] Some("é&=") true"#),
        to("/query/listing?&&page=1&").text("1 [] None false"),
        wrong("/query/listing?page=x", "`page`: cannot parse `x` to a `u32`"),
        wrong("/query/listing?page=-1", "`page`: cannot parse `-1` to a `u32`"),
        wrong("/query/listing?page=4294967296", "`page`: cannot parse `4294967296` to a `u32`"),
        wrong("/query/listing?page", "`page`: cannot parse `` to a `u32`"),
        wrong("/query/listing?all=maybe", "`all`: cannot parse `maybe` to a `bool`"),
        wrong("/query/listing?page=1&page=2", "`page`: more than one value"),
        wrong("/query/listing?sort=%zz", escape),
        wrong("/query/listing?sort=100%", escape),
        wrong("/query/listing?unknown=%", escape),
        wrong("/query/listing?sort=%ff", "the percent-encoded text is not UTF-8"),
        wrong("/query/listing?%C3=1", "the percent-encoded text is not UTF-8"),
        wrong("/query/id", "missing field `id`"),
        wrong("/query/id?ID=1", "missing field `id`"),
        wrong(
            format!("/query/id?id={}", "9".repeat(50)),
            &format!("`id`: cannot parse `{}` to a `i16`", "9".repeat(50)),
        ),
        to("/query/id?id=-32768").text("-32768"),
        to("/query/map?b=2&a=1&%C3%A9=").text(r#"{"a": "1", "b": "2", "é": ""}"#),
        to("/query/pairs?b=2&a&a==&=1").text(r#"[("b", "2"), ("a", ""), ("a", "="), ("", "1")]"#),
        to("/query/kinds?number=18446744073709551615&float=1.5&char=%C3%A9&planet=mars")
            .text("Some(18446744073709551615) 1.5 Some('é') Some(Mars)"),
        // An empty number is none.
        to("/query/kinds?number=").text("None 0.0 None None"),
        wrong("/query/kinds?float=one", "`float`: cannot parse `one` to a `f32`"),
        wrong(
            "/query/kinds?planet=pluto",
            "`planet`: unknown variant `pluto`, expected `earth` or `mars`",
        ),
        wrong(
            "/query/kinds?moon=1",
            "`moon`: unknown field `moon`, expected one of `number`, `float`, `char`, \
             `planet`",
        ),
        to("/query/perhaps").text("None"),
        to("/query/perhaps?id=7").text("Some(7)"),
        wrong("/query/perhaps?", "missing field `id`"),
        to("/query/or-why?id=7").text("7"),
        to("/query/or-why?id=x").text("400"),
        to("/query/raw").text("None"),
        to("/query/raw?").text(r#"Some("")"#),
        to("/query/raw?a=%zz&b?c").text(r#"Some("a=%zz&b?c")"#),
        to(format!("/query/count?{}", "a=1&".repeat(10_000))).text("10000"),
        to(format!("/query/count?{different}")).text("10000"),
        to(format!("/query/listing?{}", "tag=a&".repeat(10_000)))
            .text(format!("0 {:?} None false", vec!["a"; 10_000])),
        to(format!("/query/raw?{}", "x".repeat(8192)))
            .text(format!("Some({:?})", "x".repeat(8192))),
        form(send("/form/listing"), "page=2&tag=a+b&tag=%C3%A9&all=on")
            .text(r#"2 ["a b", "é"] None true"#),
        form(put("/form/listing"), "").text("0 [] None false"),
        send("/form/listing")
            .typed("Application/X-WWW-Form-Urlencoded; charset=utf-8", "page=1")
            .text("1 [] None false"),
        // Of a `GET` it is in the query.
        to("/form/listing?page=3").text("3 [] None false"),
        to("/form/listing").text("0 [] None false"),
        to("/form/listing?page=x")
            .problem(400, format!("{wrong_in_query}`page`: cannot parse `x` to a `u32`")),
        send("/form/listing?page=3").problem(415, not_a_form),
        send("/form/listing").body("page=1").problem(415, not_a_form),
        send("/form/listing").typed("text/plain", "page=1").problem(415, not_a_form),
        send("/form/listing").json("{}").problem(415, not_a_form),
        send("/form/listing").typed("multipart/form-data; boundary=x", "").problem(415, not_a_form),
        wrong_form(422, "page=x", "`page`: cannot parse `x` to a `u32`"),
        wrong_form(422, "page=1&page=2", "`page`: more than one value"),
        wrong_form(400, "sort=%zz", escape),
        wrong_form(400, "sort=%ff", "the percent-encoded text is not UTF-8"),
        wrong_form(400, *b"sort=caf\xe9", "incomplete utf-8 byte sequence from index 8"),
        form(send("/form/listing"), "tag=a&".repeat(10_000))
            .text(format!("0 {:?} None false", vec!["a"; 10_000])),
        form(send("/form/perhaps"), "id=7").text("Some(7)"),
        send("/form/perhaps").text("None"),
        to("/form/perhaps").text("None"),
        form(send("/form/perhaps"), "").problem(422, "the form is invalid: missing field `id`"),
        form(send("/form/or-why"), "id=7").text("7"),
        form(send("/form/or-why"), "id=x").text("422"),
        send("/form/or-why").text("415"),
        form(send("/form/small"), "id=123").text("123"),
        form(send("/form/small"), "id=1234").problem(413, "the body is over the size limit"),
        to("/form/made").content(200, FORM, "text=gr%C3%B6%C3%9Fer+%26+%3D+%2B&list=1&list=2"),
        to("/form/unwritable").empty(500),
    ]
}
