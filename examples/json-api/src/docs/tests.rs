//! The description is that of the app.

use std::collections::BTreeSet;
use std::fs;

use doorway::Router;
use doorway::http::Method;
use doorway::testing::TestClient;
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::{Api, app};

/// An id that no todo has.
const NOWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn client() -> TestClient {
    TestClient::new(app())
}

fn document() -> Value {
    let response = client().get("/openapi.json").send();
    assert_eq!(response.header("content-type"), Some("application/json"));
    response.json()
}

#[test]
fn the_document_is_up_to_date() {
    let document = Api::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("OPENAPI").is_some_and(|todo| todo == "overwrite") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/docs/openapi.json");
        fs::write(file, &document).unwrap();
    } else {
        let is_same = document == super::DOCUMENT;
        assert!(is_same, "the API has changed: `OPENAPI=overwrite cargo test` writes openapi.json");
    }
}

/// The methods and paths of a router. `OPTIONS` is answered with the methods of a path.
fn routes(router: Router, client: &TestClient) -> BTreeSet<(String, String)> {
    let paths = format!("{router:?}");
    let paths = paths.trim_start_matches("Router(").trim_end_matches(')');
    let paths: Vec<String> = serde_json::from_str(paths).unwrap();
    let mut routes = BTreeSet::new();
    for path in paths {
        let options = client.request(Method::OPTIONS, path.replace("{id}", NOWHERE)).send();
        let methods = options.header("allow").unwrap().to_lowercase();
        let methods = methods.split(", ").filter(|method| !["head", "options"].contains(method));
        routes.extend(methods.map(|method| (method.to_owned(), path.clone())));
    }
    routes
}

#[test]
fn every_route_is_described_and_no_other() {
    let client = client();
    let own = routes(super::routes(), &client);
    let routes = &routes(app(), &client) - &own;
    assert!(routes.contains(&("patch".to_owned(), "/todos/{id}".to_owned())), "{routes:?}");

    let mut described = BTreeSet::new();
    for (path, methods) in document()["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        described.extend(methods.map(|method| (method.clone(), path.clone())));
    }
    assert_eq!(described, routes);
}

#[test]
fn references_lead_somewhere() {
    fn check(part: &Value, document: &Value) -> usize {
        let reference = part["$ref"].as_str().map(|reference| {
            let target = document.pointer(reference.trim_start_matches('#'));
            assert!(target.is_some(), "there is no {reference}");
        });
        let parts: Vec<&Value> = match part {
            Value::Array(items) => items.iter().collect(),
            Value::Object(members) => members.values().collect(),
            _ => Vec::new(),
        };
        let found = parts.into_iter().map(|part| check(part, document)).sum::<usize>();
        found + usize::from(reference.is_some())
    }
    let document = document();
    assert!(check(&document, &document) > 10);
}

/// Sends a todo with a field, in each way that the field can be written.
fn statuses(field: &str, value: &Value) -> Vec<u16> {
    let client = client();
    let mut draft = json!({ "title": "x" });
    let made = client.post("/todos").json(&draft).send();
    let path = made.header("location").unwrap();
    draft[field] = value.clone();
    let change = json!({ field: value });
    [
        client.post("/todos").json(&draft),
        client.put(path).json(&draft),
        client.patch(path).json(&change),
    ]
    .map(|request| request.send().status().as_u16())
    .to_vec()
}

#[test]
fn the_described_limits_are_those_that_are_applied() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for schema in ["Draft", "Change"] {
        let fields = &schemas[schema]["properties"];
        for (field, limit) in
            [("title", "minLength"), ("title", "maxLength"), ("notes", "maxLength")]
        {
            let limit_of = &fields[field][limit];
            let length = limit_of.as_u64().unwrap() as usize;
            let beyond = if limit == "minLength" { length - 1 } else { length + 1 };
            assert_eq!(statuses(field, &json!("ä".repeat(length))), [201, 200, 200], "{field}");
            assert_eq!(statuses(field, &json!("ä".repeat(beyond))), [422; 3], "{field} {limit}");
        }
        for (limit, step) in [("minimum", -1), ("maximum", 1)] {
            let value = fields["priority"][limit].as_i64().unwrap();
            assert_eq!(statuses("priority", &json!(value)), [201, 200, 200]);
            assert_eq!(statuses("priority", &json!(value + step)), [422; 3], "{limit}");
        }
    }
    for parameter in document["paths"]["/todos"]["get"]["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        for (limit, step) in [("minimum", -1), ("maximum", 1)] {
            let Some(value) = parameter["schema"][limit].as_i64() else { continue };
            let status = |value| client().get(format!("/todos?{name}={value}")).send().status();
            assert_eq!(status(value), 200, "{name}");
            assert!(status(value + step).is_client_error(), "{name} {limit}");
        }
    }
}

#[test]
fn the_described_defaults_are_those_that_are_applied() {
    let document = document();
    let todo: Value = client().post("/todos").json(&json!({ "title": "x" })).send().json();
    let fields = &document["components"]["schemas"]["Draft"]["properties"];
    for field in ["done", "priority"] {
        assert_eq!(fields[field]["default"], todo[field], "{field}");
    }
    let page: Value = client().get("/todos").send().json();
    for parameter in document["paths"]["/todos"]["get"]["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        assert_eq!(parameter["schema"].get("default"), page.get(name), "{name}");
    }
}

#[test]
fn the_page_is_html() {
    let page = client().get("/docs").send();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("/openapi.json"));
}
