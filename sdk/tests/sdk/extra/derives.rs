//! Derived extractors, states and paths, and functions that are checked.

use super::{alike, programs};

programs!("programs/derives.rs");

/// The field of a request that has JSON.
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[test]
fn derived_extractors_extract_each_field() {
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("POST /everything/5?page=2", JSON, "[1,2]"),
            ("POST /everything/5?page=two", JSON, "[1,2]"),
            ("POST /everything/five?page=2", JSON, "[1,2]"),
            ("POST /everything/5?page=2", JSON, "[1"),
            ("POST /everything/5?page=2", &[], "[1,2]"),
            ("GET /head/5?page=2", &[], ""),
            ("GET /head/five?page=two", &[], ""),
        ],
    );
    let texts: Vec<_> =
        answers.iter().map(|(status, _, text)| format!("{status} {text}")).collect();
    assert_eq!(
        texts,
        [
            "200 5 2 Some(3) true [1, 2]",
            "418 query",
            "418 path",
            "418 json",
            "418 json",
            "200 GET Some(2) /head/5 true",
            "200 GET None /head/five false",
        ]
    );
}

#[test]
fn a_derived_extractor_is_the_content_of_another() {
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("POST /moon", JSON, r#"{"name":"Luna"}"#),
            ("POST /moon", JSON, r#"{"name":5}"#),
            ("POST /moon", &[], r#"{"name":"Luna"}"#),
            ("POST /sum", JSON, "[1,2]"),
            ("POST /sum", JSON, "[1,-2]"),
            ("GET /role", &[("x-admin", "yes")], ""),
            ("GET /role", &[], ""),
            ("GET /state", &[], ""),
        ],
    );
    let statuses: Vec<_> = answers.iter().map(|answer| answer.0).collect();
    assert_eq!(statuses, [200, 422, 415, 200, 418, 200, 500, 200]);
    assert_eq!(answers[7].2, r#"Sol ["Earth"]"#);
}

#[test]
fn derived_paths_are_routes_extractors_and_links() {
    let answers = alike(
        ours::app(),
        theirs::app(),
        &[
            ("GET /moons/Giant%20Jupiter/a/b%3Fc%25", &[], ""),
            ("GET /stars/5", &[], ""),
            ("GET /stars/five", &[], ""),
            ("GET /stars", &[], ""),
            ("GET /stars?page=2", &[], ""),
            ("GET /nested/stars", &[], ""),
            ("GET /here", &[], ""),
        ],
    );
    let statuses: Vec<_> = answers.iter().map(|answer| answer.0).collect();
    assert_eq!(statuses, [200, 303, 418, 200, 200, 200, 404]);
    assert_eq!(
        answers[0].2,
        "Giant Jupiter a/b?c% /moons/Giant%20Jupiter/a%2Fb%3Fc%25 \
         /moons/Giant%20Jupiter/a%2Fb%3Fc%25"
    );
    assert_eq!(answers[1].1, ["location: /stars/6"]);
}
