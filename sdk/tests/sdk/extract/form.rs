//! Forms in and out.

use std::collections::BTreeMap;

use doorway::response::IntoResponse;
use doorway::{Body, Form, Request};
use serde::{Deserialize, Serialize};

use super::{answer, get, good, post, refusal, refused};

const TYPE: &str = "application/x-www-form-urlencoded";

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Login {
    user: String,
    #[serde(default)]
    remember: bool,
    #[serde(default)]
    role: Vec<u8>,
}

async fn login(Form(login): Form<Login>) -> String {
    format!("{login:?}")
}

const SENT: &str = "user=Ford+Prefect%21&remember=on&role=1&role=2";
const READ: &str = "Login { user: \"Ford Prefect!\", remember: true, role: [1, 2] }";

fn form(body: impl Into<Body>) -> Request {
    post(Some(TYPE), body)
}

#[test]
fn is_in_the_query_of_a_get_and_in_the_body_of_the_rest() {
    assert_eq!(good(login, get(&format!("/?{SENT}"))), READ);
    assert_eq!(good(login, form(SENT)), READ);
    assert_eq!(good(login, post(Some("Application/X-WWW-Form-URLencoded; x=y"), SENT)), READ);
    let mut head = get(&format!("/?{SENT}"));
    *head.method_mut() = doorway::http::Method::HEAD;
    assert_eq!(good(login, head), READ);
    let mut put = form(SENT);
    *put.method_mut() = doorway::http::Method::PUT;
    assert_eq!(good(login, put), READ);
}

#[test]
fn a_body_has_to_say_that_it_is_a_form() {
    let told = "the body must be a form, with the content type `application/x-www-form-urlencoded`";
    refused(login, post(None, SENT), 415, told);
    refused(login, post(Some("application/json"), SENT), 415, told);
    refused(login, post(Some("multipart/form-data; boundary=x"), SENT), 415, told);
}

#[test]
fn a_type_error_has_its_name() {
    let told = |why: &str| format!("the form is invalid: {why}");
    refused(login, form("remember=on"), 422, &told("missing field `user`"));
    refused(login, form("user=a&role=x"), 422, &told("`role`: cannot parse `x` to a `u8`"));
    refused(login, get("/?role=1"), 400, &told("missing field `user`"));
    refused(login, get("/"), 400, &told("missing field `user`"));
    let escape = "a `%` is not followed by two hexadecimal digits";
    refused(login, form("user=%zz"), 400, &told(escape));
    refused(login, form("user=%ff"), 400, &told("the percent-encoded text is not UTF-8"));
    refused(
        login,
        form(b"user=\xff".to_vec()),
        400,
        &told("invalid utf-8 sequence of 1 bytes from index 5"),
    );
    assert_eq!(
        good(login, form("user=é".as_bytes())),
        READ.replace("Ford Prefect!", "é").replace("true", "false").replace("1, 2", "")
    );
}

#[test]
fn is_read_up_to_a_limit() {
    let limit = 2 * 1024 * 1024;
    let sent = |length: usize| form(format!("user={}", "x".repeat(length - 5)));
    assert!(good(login, sent(limit)).len() > limit);
    refused(login, sent(limit + 1), 413, "the body is over the size limit");
}

#[test]
fn may_be_missing() {
    async fn optional(form: Option<Form<Login>>) -> String {
        form.map_or_else(|| "none".to_owned(), |Form(login)| login.user)
    }

    assert_eq!(good(optional, get("/")), "none");
    assert_eq!(good(optional, get("/?user=a")), "a");
    assert_eq!(good(optional, post(None, "")), "none");
    assert_eq!(good(optional, form("user=a")), "a");
    assert_eq!(refusal(optional, form("")).0, 422);
    assert_eq!(refusal(optional, post(Some("text/plain"), "user=a")).0, 415);
}

#[test]
fn is_written() {
    async fn out() -> Form<Login> {
        Form(Login { user: "Ford Prefect!".into(), remember: true, role: vec![1, 2] })
    }

    let answer = answer(out, get("/"), &());
    assert_eq!(answer.headers["content-type"], TYPE);
    assert_eq!(answer.text, "user=Ford+Prefect%21&remember=true&role=1&role=2");
    let response = Form(BTreeMap::from([("a", BTreeMap::from([("b", "c")]))])).into_response();
    assert_eq!(response.status(), 500);
    assert!(response.headers().is_empty());
}
