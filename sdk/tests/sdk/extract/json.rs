//! JSON in and out.

use std::collections::BTreeMap;

use doorway::extract::rejection::JsonRejection;
use doorway::response::IntoResponse;
use doorway::{Json, Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{answer, get, good, post, refusal, refused};

#[derive(Debug, Deserialize, Serialize)]
struct Planet {
    name: String,
    moons: u32,
}

const EARTH: &str = r#"{"name":"Earth","moons":1}"#;

async fn planet(Json(planet): Json<Planet>) -> Json<Planet> {
    Json(planet)
}

async fn any(Json(value): Json<Value>) -> String {
    value.to_string()
}

fn json(body: impl Into<doorway::Body>) -> Request {
    post(Some("application/json"), body)
}

#[test]
fn goes_in_and_out() {
    let answer = answer(planet, json(EARTH), &());
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.text, EARTH);
    assert_eq!(good(planet, json(format!(" \r\n\t{EARTH}\n"))), EARTH);
}

#[test]
fn has_to_say_that_it_is_json() {
    let told = "the body must be JSON, with the content type `application/json`";
    refused(planet, post(None, EARTH), 415, told);
    for other in ["text/plain", "text/json", "application/x-www-form-urlencoded", ""] {
        refused(planet, post(Some(other), EARTH), 415, told);
    }
    for json in ["application/json;charset=utf-8", "APPLICATION/JSON", "application/geo+json"] {
        assert_eq!(good(planet, post(Some(json), EARTH)), EARTH);
    }
}

#[test]
fn a_syntax_error_has_its_position() {
    for (body, told) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{", "EOF while parsing an object at line 1 column 1"),
        ("{'name':1}", "key must be a string at line 1 column 2"),
        ("[1,]", "trailing comma at line 1 column 4"),
        ("1 2", "trailing characters at line 1 column 3"),
        ("nul", "EOF while parsing a value at line 1 column 3"),
        ("NaN", "expected value at line 1 column 1"),
        ("1e999", "number out of range at line 1 column 5"),
        (
            "\"a\nb\"",
            "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0",
        ),
        ("\"\\ud800\"", "unexpected end of hex escape at line 1 column 8"),
    ] {
        refused(any, json(body), 400, &format!("the body is not JSON: {told}"));
    }
    refused(
        any,
        json(b"\"a\xff\"".to_vec()),
        400,
        "the body is not JSON: invalid utf-8 sequence of 1 bytes from index 2",
    );
}

#[test]
fn a_type_error_has_its_position() {
    for (body, told) in [
        ("{}", "missing field `name` at line 1 column 2"),
        (
            r#"{"name":"a","moons":-1}"#,
            "invalid value: integer `-1`, expected u32 at line 1 column 22",
        ),
        (r#"{"name":7}"#, "invalid type: integer `7`, expected a string at line 1 column 9"),
        ("[]", "invalid length 0, expected struct Planet with 2 elements at line 1 column 2"),
    ] {
        let told = format!("the JSON does not have the expected form: {told}");
        refused(planet, json(body), 422, &told);
    }
}

#[test]
fn deep_nesting_and_huge_numbers_are_harmless() {
    for open in ["[", "{\"a\":"] {
        let told = refusal(any, json(open.repeat(10_000)));
        assert_eq!(told.0, 400);
        assert!(told.1.unwrap().contains("recursion limit exceeded"));
    }
    let nested = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(good(any, json(nested.clone())), nested);
    let digits = "9".repeat(100_000);
    assert_eq!(refusal(any, json(digits.clone())).0, 400);
    assert_eq!(refusal(planet, json(format!(r#"{{"name":"a","moons":{digits}}}"#))).0, 400);
    assert_eq!(good(any, json(format!("0.{digits}"))), "1.0");
}

#[test]
fn is_read_up_to_a_limit() {
    let text = |length| format!("\"{}\"", "x".repeat(length));
    let limit = 2 * 1024 * 1024;
    assert_eq!(good(any, json(text(limit - 2))).len(), limit);
    refused(any, json(text(limit - 1)), 413, "the body is over the size limit");
}

#[test]
fn may_be_missing() {
    async fn optional(planet: Option<Json<Planet>>) -> String {
        planet.map_or_else(|| "none".to_owned(), |planet| planet.name.clone())
    }

    assert_eq!(good(optional, get("/")), "none");
    assert_eq!(good(optional, json(EARTH)), "Earth");
    assert_eq!(refusal(optional, post(Some("text/plain"), EARTH)).0, 415);
    assert_eq!(refusal(optional, json("{")).0, 400);
}

#[test]
fn rejections_tell_one_reason_from_the_other() {
    async fn why(json: Result<Json<Planet>, JsonRejection>) -> &'static str {
        match json {
            Ok(_) => "fine",
            Err(JsonRejection::JsonDataError(_)) => "data",
            Err(JsonRejection::JsonSyntaxError(_)) => "syntax",
            Err(JsonRejection::MissingJsonContentType(_)) => "content type",
            Err(JsonRejection::BytesRejection(_)) => "body",
            Err(_) => "new",
        }
    }

    assert_eq!(good(why, json(EARTH)), "fine");
    assert_eq!(good(why, json("{}")), "data");
    assert_eq!(good(why, json("{")), "syntax");
    assert_eq!(good(why, post(None, EARTH)), "content type");
    assert_eq!(good(why, json("x".repeat(3 << 20))), "body");
    let error = Json::<Planet>::from_bytes(b"{}").unwrap_err();
    assert_eq!(error.status(), 422);
    assert!(std::error::Error::source(&error).unwrap().is::<serde_json::Error>());
}

#[test]
fn a_serialization_error_is_a_bare_500() {
    let no_keys = BTreeMap::from([(vec![1], "a secret")]);
    let response = Json(no_keys).into_response();
    assert_eq!(response.status(), 500);
    assert!(response.headers().is_empty());
}
