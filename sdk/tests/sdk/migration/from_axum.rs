//! Programs as one writes them for axum 0.8, of which only the `use` lines were changed.
// As it is written in programs of several files.
#![allow(unreachable_pub, clippy::type_complexity)]

use doorway::Router;
use doorway::http::Method;
use doorway::testing::TestClient;

#[cfg(feature = "tower")]
mod asked;
mod errors;
mod extractors;
mod nested;
mod rows;
mod todos;
#[cfg(feature = "tower")]
mod traced;

use rows::Row;

/// Asks one app after the other what the rows say.
#[track_caller]
fn check(app: Router, rows: &[Row]) {
    let client = TestClient::new(app);
    for row in rows {
        let (method, path) = row.request.split_once(' ').unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = client.request(method, path).body(row.content);
        let request =
            row.fields.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = request.send();
        let mut answer = response.status().as_u16().to_string();
        for name in ["location", "x-brews", "x-version", "x-route"] {
            if let Some(value) = response.header(name) {
                answer += &format!(" {name}={value}");
            }
        }
        let text = response.text();
        if response.header("content-type") == Some("application/problem+json") {
            answer += " problem";
        } else if !text.is_empty() {
            answer += &format!(" {text}");
        }
        assert_eq!(answer, row.answer, "{} {:?} {}", row.request, row.fields, row.content);
    }
}

#[test]
fn a_todo_store() {
    check(todos::app(), rows::TODOS);
}

#[test]
fn an_error_type() {
    check(errors::app(), rows::ERRORS);
}

#[test]
fn extractors_of_its_own() {
    check(extractors::app(), rows::EXTRACTORS);
}

#[test]
fn nested_routers() {
    check(nested::app(), rows::NESTED);
}
