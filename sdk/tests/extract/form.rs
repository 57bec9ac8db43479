//! Forms in and out, and that pairs are read as `serde_html_form` reads them.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::num::NonZero;

use doorway::extract::FromRequest;
use doorway::response::IntoResponse;
use doorway::testing::block_on;
use doorway::{Body, Form, Request};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{answer, get, good, post, refusal, refused};

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
    let told =
        "the body has to be a form, with the content type `application/x-www-form-urlencoded`";
    refused(login, post(None, SENT), 415, told);
    refused(login, post(Some("application/json"), SENT), 415, told);
    refused(login, post(Some("multipart/form-data; boundary=x"), SENT), 415, told);
}

#[test]
fn what_is_not_asked_for_is_told_with_its_name() {
    let told = |why: &str| format!("the form is not what is asked for here: {why}");
    refused(login, form("remember=on"), 422, &told("missing field `user`"));
    refused(login, form("user=a&role=x"), 422, &told("`role`: cannot parse `x` to a `u8`"));
    refused(login, get("/?role=1"), 400, &told("missing field `user`"));
    refused(login, get("/"), 400, &told("missing field `user`"));
    let escape = "a `%` is not followed by two hexadecimal digits";
    refused(login, form("user=%zz"), 400, &told(escape));
    refused(login, form("user=%ff"), 400, &told("what is percent-encoded is not UTF-8"));
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
    refused(login, sent(limit + 1), 413, "the body is longer than is allowed here");
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

#[derive(Debug, Deserialize, PartialEq)]
struct Everything {
    a: Option<String>,
    b: Option<u8>,
    #[serde(default)]
    c: Vec<Option<i32>>,
    #[serde(default)]
    d: bool,
    #[serde(rename = "é &")]
    e: Option<NonZero<u16>>,
    f: Option<Vec<char>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Any>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Any {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "a")]
enum Tagged {
    B {
        c: Option<String>,
    },
    #[serde(other)]
    Other,
}

/// Both read the same, or neither does.
fn agree<T: DeserializeOwned + Debug + PartialEq>(text: &str) -> Result<(), TestCaseError> {
    let ours = block_on(Form::<T>::from_request(form(text.to_owned()), &()));
    match (ours, serde_html_form::from_str::<T>(text)) {
        (Ok(Form(ours)), Ok(theirs)) => prop_assert_eq!(ours, theirs),
        (Err(_), Err(_)) => {}
        (ours, theirs) => prop_assert!(false, "{:?} and {:?}", ours, theirs),
    }
    Ok(())
}

proptest! {
    #[test]
    fn pairs_are_read_as_serde_html_form_reads_them(
        text in "(([abcdfg&]|%C3%A9\\+%26)?(=|==)?(|[0-9]{1,5}|-[12]|on|true|false|x|[a-f+%]{0,3}|%20|%C3%A9)&?){0,6}",
    ) {
        // Text that is encoded wrongly is refused here, and replaced there.
        let is_encoded = text.split('%').skip(1).all(|rest| {
            matches!(rest.get(..2), Some("C3" | "A9" | "20" | "26"))
        });
        prop_assume!(is_encoded && text.matches("%C3").count() == text.matches("%C3%A9").count());
        agree::<Everything>(&text)?;
        agree::<BTreeMap<String, String>>(&text)?;
        agree::<BTreeMap<String, Vec<String>>>(&text)?;
        agree::<BTreeMap<char, Any>>(&text)?;
        agree::<Vec<(String, String)>>(&text)?;
        agree::<Vec<(char, Option<f32>)>>(&text)?;
        agree::<Tagged>(&text)?;
        agree::<()>(&text)?;
    }

    #[test]
    fn many_pairs_are_linked_as_few_are(
        names in prop::collection::vec(0_u8..30, 0..60),
    ) {
        let pairs = names.iter().enumerate().map(|(index, name)| format!("{name}={index}"));
        let text = pairs.collect::<Vec<_>>().join("&");
        agree::<BTreeMap<u8, Vec<usize>>>(&text)?;
    }
}
