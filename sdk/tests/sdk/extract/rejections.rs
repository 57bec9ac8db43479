//! Rejections say the same wherever they are shown.

use std::collections::HashMap;
use std::error::Error;

use doorway::extract::rejection::PathRejection;
use doorway::extract::{FromRequest, Path, Query};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::{Form, Json, Request, Router};
use serde::Deserialize;

use super::{of_head, post};

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct User {
    id: u32,
}

const FORM: &str = "application/x-www-form-urlencoded";

#[track_caller]
fn says(rejection: (impl Error, String), text: &str) {
    let (rejection, body_text) = rejection;
    assert_eq!(rejection.to_string(), text);
    assert_eq!(body_text, text);
}

/// A rejection that tells the client what its value was, and others only what is wrong with it.
#[track_caller]
fn is_silent_of(value: &str, rejection: (impl Error, String), told: &str, fault: &str) {
    let (rejection, body_text) = rejection;
    assert_eq!(rejection.to_string(), format!("{told}{fault}it to a `u32`"));
    assert_eq!(body_text, format!("{told}{fault}`{value}` to a `u32`"));
}

macro_rules! refused {
    ($extracted:expr) => {{
        let rejection = $extracted.unwrap_err();
        let body_text = rejection.body_text();
        (rejection, body_text)
    }};
}

#[test]
fn of_a_query() {
    let query = |uri| refused!(of_head::<Query<User>>(|| super::get(uri)));
    let told = "the query is invalid: ";
    says(query("/"), &format!("{told}missing field `id`"));
    is_silent_of("x", query("/?id=x"), told, "`id`: cannot parse ");
    says(query("/?id=%zz"), &format!("{told}a `%` is not followed by two hexadecimal digits"));
    // A handler can read the source.
    let (rejection, _) = query("/");
    assert_eq!(rejection.source().unwrap().to_string(), "missing field `id`");
}

#[test]
fn of_a_form() {
    let form = |request: Request| refused!(block_on(Form::<User>::from_request(request, &())));
    let told = "the form is invalid: ";
    says(form(post(Some(FORM), "")), &format!("{told}missing field `id`"));
    is_silent_of("s3cret", form(post(Some(FORM), "id=s3cret")), told, "`id`: cannot parse ");
    is_silent_of("x", form(super::get("/?id=x")), told, "`id`: cannot parse ");
    says(
        form(post(None, "")),
        "the body must be a form, with the content type `application/x-www-form-urlencoded`",
    );
    let long = post(Some(FORM), "x".repeat(2 * 1024 * 1024 + 1));
    says(form(long), "the body is over the size limit");
}

#[test]
fn of_json() {
    let json = |text: &'static str| {
        let request = post(Some("application/json"), text);
        refused!(block_on(Json::<User>::from_request(request, &())))
    };
    says(
        json("{}"),
        "the JSON does not have the expected form: missing field `id` at line 1 column 2",
    );
    says(json("{"), "the body is not JSON: EOF while parsing an object at line 1 column 1");
    let text = refused!(block_on(String::from_request(post(None, b"\xff".to_vec()), &())));
    says(text, "the body is not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 0");
}

#[test]
fn of_a_path() {
    async fn shown(path: Result<Path<HashMap<String, u8>>, PathRejection>) -> String {
        let (rejection, body_text) = refused!(path);
        assert_eq!(rejection.to_string(), body_text);
        body_text
    }

    let client = TestClient::new(Router::new().route("/{id}", get(shown)));
    for (path, text) in [
        ("/x", "path parameter `id`: cannot parse `x` to a `u8`"),
        ("/%ff", "invalid UTF-8 in path parameter `id`"),
    ] {
        assert_eq!(client.get(path).send().text(), text);
    }
}
