//! Types that paths deserialize into, and their errors.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::Deserialize;

use super::*;
use crate::response::IntoResponse;

const PATTERN: &str = "/users/{id}/posts/{post}";

fn read<T: DeserializeOwned>(
    pattern: &str,
    path: &str,
) -> Result<T, FailedToDeserializePathParams> {
    Ok(of_params::<T>(&params(pattern, path)?)?.0)
}

#[track_caller]
fn one<T: DeserializeOwned + PartialEq + Debug>(text: &str, expected: T) {
    assert_eq!(read::<T>("/{id}", &format!("/{text}")).unwrap(), expected);
}

#[track_caller]
fn two<T: DeserializeOwned + PartialEq + Debug>(expected: T) {
    assert_eq!(read::<T>(PATTERN, "/users/7/posts/a%20b").unwrap(), expected);
}

/// The status and the problem's detail, which a bug does not have.
#[track_caller]
fn refused<T: DeserializeOwned + Debug>(pattern: &str, path: &str) -> (u16, Option<String>) {
    let error = read::<T>(pattern, path).unwrap_err();
    let text = error.body_text();
    let response = error.into_response();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status().as_u16();
    let body = crate::testing::block_on(response.into_body().collect_up_to(4096)).unwrap();
    let problem: serde_json::Value = serde_json::from_slice(body.bytes()).unwrap();
    assert_eq!(problem["status"], status);
    let detail = problem["detail"].as_str().map(String::from);
    assert_eq!(detail.as_deref().unwrap_or("Internal Server Error"), text);
    (status, detail)
}

#[track_caller]
fn bad<T: DeserializeOwned + Debug>(text: &str, detail: &str) {
    let told = refused::<T>("/{id}", &format!("/{text}"));
    assert_eq!(told, (400, Some(detail.to_owned())));
}

#[track_caller]
fn bug<T: DeserializeOwned + Debug>(pattern: &str, path: &str) {
    assert_eq!(refused::<T>(pattern, path), (500, None));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Named {
    id: u32,
    post: String,
    #[serde(default)]
    page: Option<u8>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Newtype(u16);

#[derive(Debug, Deserialize, PartialEq)]
struct Both(u32, String);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Planet {
    Earth,
    Mars,
}

#[test]
fn a_single_value() {
    one("7", 7_u8);
    one("-7", -7_i64);
    one("170141183460469231731687303715884105727", i128::MAX);
    one("1.5", 1.5_f32);
    one("true", true);
    one("%C3%A9", 'é');
    one("a%2Fb+c", String::from("a/b+c"));
    one("x", Some(String::from("x")));
    one("65535", Newtype(u16::MAX));
    one("earth", Planet::Earth);
    one("7", (7,));
    one("7", ());
}

#[test]
fn many_values() {
    two((7, String::from("a b")));
    two(Both(7, "a b".into()));
    two(Named { id: 7, post: "a b".into(), page: None });
    two(vec![String::from("7"), String::from("a b")]);
    two(vec![(String::from("id"), String::from("7")), ("post".into(), "a b".into())]);
    two((("id".to_owned(), 7), ("post".to_owned(), "a b".to_owned())));
    two(HashMap::from([("id".to_owned(), "7".to_owned()), ("post".into(), "a b".into())]));
    two((Some(7), Some(String::from("a b"))));
    assert_eq!(
        read::<BTreeMap<String, Planet>>("/{a}/{b}", "/earth/mars").unwrap(),
        BTreeMap::from([("a".into(), Planet::Earth), ("b".into(), Planet::Mars)])
    );
    let all: (u8, String) = read("/{id}/{*rest}", "/1/a/%C3%A9/c").unwrap();
    assert_eq!(all, (1, "a/é/c".into()));
    assert_eq!(read::<Option<u8>>("/none", "/none").unwrap(), None);
    assert!(read::<Vec<u8>>("/none", "/none").unwrap().is_empty());
}

#[test]
fn a_bad_value_is_reported_with_its_parameter() {
    bad::<u32>("x", "path parameter `id`: cannot parse `x` to a `u32`");
    bad::<u8>("256", "path parameter `id`: cannot parse `256` to a `u8`");
    bad::<(char,)>("ab", "path parameter `id`: cannot parse `ab` to a `char`");
    bad::<HashMap<String, bool>>("%20", "path parameter `id`: cannot parse ` ` to a `bool`");
    bad::<Vec<(String, f64)>>("1e", "path parameter `id`: cannot parse `1e` to a `f64`");
    bad::<Planet>(
        "pluto",
        "path parameter `id` cannot be `pluto`: unknown variant `pluto`, expected `earth` or `mars`",
    );
    bad::<std::net::Ipv4Addr>(
        "1.2.3",
        "path parameter `id` cannot be `1.2.3`: invalid IPv4 address syntax",
    );
}

#[test]
fn invalid_utf8_is_reported_with_its_parameter() {
    bad::<String>("%ff", "invalid UTF-8 in path parameter `id`");
    bad::<u32>("%C3", "invalid UTF-8 in path parameter `id`");
    let text = "a `%` is not followed by two hexadecimal digits in path parameter `id`";
    bad::<String>("%zz", text);
    bad::<Vec<String>>("100%", text);
}

#[test]
fn a_bug_of_the_program_is_not_shown() {
    bug::<u32>(PATTERN, "/users/7/posts/8");
    bug::<(u32,)>(PATTERN, "/users/7/posts/8");
    bug::<(u32, u32, u32)>(PATTERN, "/users/7/posts/8");
    bug::<Named>("/{id}", "/7");
    bug::<HashMap<String, Vec<u8>>>("/{id}", "/7");
    bug::<Vec<HashMap<u8, u8>>>("/{id}", "/7");
    bug::<String>("/none", "/none");
}

#[test]
fn errors_in_a_flatten_have_the_parameter() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Ids {
        a: u8,
        b: Option<char>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Flat {
        #[serde(flatten)]
        ids: Ids,
    }

    let told = "expected u8; in a `#[serde(flatten)]` all values are text";
    let of = |name: &str, value: &str| format!("path parameter `{name}` cannot be `{value}`: ");
    let refuses = |path: &str, text: String| {
        assert_eq!(refused::<Flat>("/{a}/{b}", path), (400, Some(text)), "{path}");
    };
    refuses("/x/y", of("a", "x") + told);
    refuses("/1/b", of("a", "1") + told);
    refuses("/1/1", told.to_owned());
}

#[test]
fn kinds_are_those_of_how_a_parameter_is_taken() {
    let value = String::from("x");
    assert_eq!(
        read::<u32>("/{id}", "/x").unwrap_err().into_kind(),
        ErrorKind::ParseError { value: value.clone(), expected_type: "u32" }
    );
    assert_eq!(
        read::<(u8, u32)>("/{a}/{b}", "/1/x").unwrap_err().into_kind(),
        ErrorKind::ParseErrorAtIndex { index: 1, value: value.clone(), expected_type: "u32" }
    );
    assert_eq!(
        read::<Named>(PATTERN, "/users/x/posts/1").unwrap_err().into_kind(),
        ErrorKind::ParseErrorAtKey { key: "id".into(), value, expected_type: "u32" }
    );
    assert_eq!(
        read::<(u8, u8)>("/{a}", "/1").unwrap_err().kind(),
        &ErrorKind::WrongNumberOfParameters { got: 1, expected: 2 }
    );
}

#[test]
fn without_a_route_there_are_no_parameters() {
    let parts = Parts::default();
    let rejection = of_parts::<String>(&parts).unwrap_err();
    assert_eq!(rejection.status(), 500);
    assert_eq!(rejection.body_text(), "Internal Server Error");
    assert!(optional::<String>(&parts).unwrap().is_none());
}
