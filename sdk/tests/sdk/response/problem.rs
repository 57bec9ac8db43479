//! Problem documents.

use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Problem};
use doorway::testing::block_on;
#[cfg(feature = "json")]
use serde_json::{Value, json};

#[cfg(feature = "json")]
fn parsed(problem: &Problem) -> Value {
    serde_json::from_str(&problem.to_json()).unwrap()
}

#[test]
fn has_the_members_that_were_set() {
    let problem = Problem::new(StatusCode::NOT_FOUND)
        .r#type("https://example.com/no-such-planet")
        .title("No such planet")
        .detail("there is no planet Vulcan")
        .instance("/planets/vulcan");
    assert_eq!(
        problem.to_json(),
        "{\"type\":\"https://example.com/no-such-planet\",\"title\":\"No such planet\",\
         \"status\":404,\"detail\":\"there is no planet Vulcan\",\"instance\":\"/planets/vulcan\"}"
    );
    assert_eq!(problem.to_string(), "No such planet: there is no planet Vulcan");
}

#[test]
fn is_a_response() {
    let problem = Problem::new(StatusCode::IM_A_TEAPOT).type_uri("/problems/teapot");
    let expected = problem.to_json();
    let response = problem.into_response();
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = block_on(response.into_body().collect_up_to(1024)).unwrap();
    assert_eq!(body.bytes(), expected.as_bytes());
}

#[test]
fn needs_no_title_where_a_status_has_none() {
    let problem = Problem::new(StatusCode::from_u16(599).unwrap());
    assert_eq!(problem.to_json(), r#"{"status":599}"#);
    assert_eq!(problem.to_string(), "599");
}

#[cfg(feature = "json")]
#[test]
fn extensions_are_written_once() {
    let problem = Problem::new(StatusCode::CONFLICT)
        .extension("tries", 1)
        .extension("who", json!({"name": "Zaphod"}))
        .extension("tries", 2)
        .extension("status", 200);
    assert_eq!(
        parsed(&problem),
        json!({"title": "Conflict", "status": 409, "tries": 2, "who": {"name": "Zaphod"}})
    );
    assert_eq!(problem.to_json().matches("tries").count(), 1);
}

#[cfg(feature = "json")]
#[test]
fn an_extension_that_is_not_json_is_left_out() {
    let no_key = std::collections::BTreeMap::from([(vec![1], 2)]);
    let problem = Problem::new(StatusCode::CONFLICT).extension("map", no_key);
    assert_eq!(parsed(&problem), json!({"title": "Conflict", "status": 409}));
}
