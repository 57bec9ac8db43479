use std::collections::BTreeSet;

use doorway::keyvalue::ErrorKind;
use doorway::testing::{KeyvalueOperation, TestClient, TestResponse};
use serde_json::{Value, json};

fn client() -> TestClient {
    TestClient::new(super::app())
}

/// Makes a todo of that title; the answer is its path.
fn make(client: &TestClient, title: &str) -> String {
    let response = client.post("/todos").json(&json!({ "title": title })).send();
    assert_eq!(response.status(), 201);
    response.header("location").unwrap().to_owned()
}

/// A client of an app that has todos with these titles, and their paths.
fn with<const N: usize>(titles: [&str; N]) -> (TestClient, [String; N]) {
    let client = client();
    let paths = titles.map(|title| make(&client, title));
    (client, paths)
}

/// A path that no todo has.
const NOWHERE: &str = "/todos/01890a5d-ac96-774b-bcce-b302099a8057";

fn titles(page: &Value) -> Vec<&str> {
    page["todos"].as_array().unwrap().iter().map(|todo| todo["title"].as_str().unwrap()).collect()
}

/// The status and the problem of a response.
fn problem(response: &TestResponse) -> (u16, Value) {
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    let problem: Value = response.json();
    assert_eq!(problem["status"], response.status().as_u16());
    (response.status().as_u16(), problem)
}

/// The fields that a problem names.
fn fields(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

#[test]
fn a_todo_is_made_and_shown() {
    let client = client();
    let draft = json!({ "title": "Feed the cat", "notes": "twice", "priority": 1 });
    let response = client.post("/todos").json(&draft).send();
    assert_eq!(response.status(), 201);
    let path = response.header("location").unwrap().to_owned();
    let made: Value = response.json();
    let id = path.strip_prefix("/todos/").unwrap();
    assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 7);
    let expected = json!({
        "id": id, "title": "Feed the cat", "notes": "twice", "done": false, "priority": 1
    });
    assert_eq!(made, expected);
    assert_eq!(client.get(path).send().json::<Value>(), expected);
}

#[test]
fn a_list_comes_in_pages() {
    let (client, _) = with(["one", "two", "three", "four", "five"]);
    let mut next = Some("/todos?per_page=2".to_owned());
    let mut pages = Vec::new();
    while let Some(path) = next {
        let page: Value = client.get(path).send().json();
        assert_eq!(page["total"], 5);
        pages.push(titles(&page).join(" "));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(pages, ["one two", "three four", "five"]);

    let beyond: Value = client.get("/todos?page=9").send().json();
    assert_eq!((titles(&beyond).len(), &beyond["next"]), (0, &Value::Null));
    let huge = client.get(format!("/todos?page={}&per_page=100", usize::MAX)).send();
    assert_eq!(huge.status(), 200);
}

#[test]
fn a_list_is_filtered() {
    let (client, paths) = with(["one", "two", "three"]);
    client.patch(&paths[1]).json(&json!({ "done": true })).send();
    let open: Value = client.get("/todos?done=false&per_page=1").send().json();
    assert_eq!((titles(&open), &open["total"]), (vec!["one"], &json!(2)));
    assert_eq!(open["next"], "/todos?page=2&per_page=1&done=false");
    let done: Value = client.get("/todos?done=true").send().json();
    assert_eq!(titles(&done), ["two"]);
}

#[test]
fn a_todo_is_replaced() {
    let (client, [path]) = with(["old"]);
    client.patch(&path).json(&json!({ "notes": "some", "priority": 1 })).send();
    let response = client.put(&path).json(&json!({ "title": "new" })).send();
    let id = path.strip_prefix("/todos/");
    let expected = json!({ "id": id, "title": "new", "notes": null, "done": false, "priority": 3 });
    assert_eq!(response.json::<Value>(), expected);
}

#[test]
fn a_patch_changes_the_named_fields() {
    let (client, [path]) = with(["title"]);
    let patch = |change: Value| -> Value {
        let request = client.patch(&path).header("content-type", "application/merge-patch+json");
        request.json(&change).send().json()
    };
    let todo = patch(json!({ "notes": "some", "done": true }));
    assert_eq!(
        (&todo["title"], &todo["notes"], &todo["done"]),
        (&json!("title"), &json!("some"), &json!(true))
    );
    assert_eq!(patch(json!({ "priority": 5 }))["notes"], "some");
    assert_eq!(patch(json!({ "notes": null }))["notes"], Value::Null);
}

#[test]
fn a_todo_is_removed() {
    let (client, [path]) = with(["one"]);
    let response = client.delete(&path).send();
    assert_eq!((response.status().as_u16(), response.text()), (204, String::new()));
    assert_eq!(client.delete(&path).send().status(), 404);
}

#[test]
fn errors_of_a_todo_are_listed_by_field() {
    let (client, [path]) = with(["one"]);
    let bad = json!({ "title": " ", "notes": "x".repeat(1001), "priority": 9 });
    for request in [client.post("/todos"), client.put(&path), client.patch(&path)] {
        let (status, problem) = problem(&request.json(&bad).send());
        assert_eq!((status, fields(&problem)), (422, vec!["notes", "priority", "title"]));
        assert_eq!(problem["errors"][1]["detail"], "greater than 5");
    }
    let unchanged: Value = client.get(&path).send().json();
    assert_eq!(unchanged["title"], "one");

    let longest = json!({ "title": "ä".repeat(100) });
    assert_eq!(client.post("/todos").json(&longest).send().status(), 201);
    let longer = json!({ "title": "ä".repeat(101) });
    assert_eq!(client.post("/todos").json(&longer).send().status(), 422);
}

#[test]
fn errors_of_a_query_are_listed_by_field() {
    let (status, invalid) = problem(&client().get("/todos?page=0&per_page=101").send());
    assert_eq!((status, fields(&invalid)), (422, vec!["page", "per_page"]));
    assert_eq!(problem(&client().get("/todos?page=two").send()).0, 400);
}

#[test]
fn rejections_are_problems() {
    let client = client();
    let post = |content_type, body: &str| {
        let request = client.post("/todos").header("content-type", content_type);
        problem(&request.body(body.to_owned()).send()).0
    };
    assert_eq!(post("application/json", r#"{"title""#), 400);
    assert_eq!(post("application/json", r#"{"title":7}"#), 422);
    assert_eq!(post("application/json", r#"{"title":"x","colour":"red"}"#), 422);
    assert_eq!(post("text/plain", r#"{"title":"x"}"#), 415);
    assert_eq!(post("application/json", &format!(r#"{{"title":"{}"}}"#, "x".repeat(20_000))), 413);
    assert_eq!(problem(&client.get("/todos/first").send()).0, 400);
}

#[test]
fn a_404_is_a_problem() {
    let client = client();
    let (status, missing) = problem(&client.get(NOWHERE).send());
    assert_eq!(
        (status, &missing["detail"]),
        (404, &json!("there is no todo 01890a5d-ac96-774b-bcce-b302099a8057"))
    );
    for request in [
        client.put(NOWHERE).json(&json!({ "title": "x" })),
        client.patch(NOWHERE).json(&json!({})),
        client.delete(NOWHERE),
        client.get("/nowhere"),
    ] {
        assert_eq!(problem(&request.send()).0, 404);
    }
    let response = client.post(NOWHERE).send();
    assert_eq!(problem(&response).0, 405);
    assert_eq!(response.header("allow"), Some("GET, HEAD, PUT, PATCH, DELETE, OPTIONS"));
}

#[test]
fn a_long_list_is_in_the_order_of_making() {
    let client = client();
    let made: Vec<_> = (0..60).map(|number| make(&client, &format!("{number}"))).collect();
    client.delete(&made[30]).send();
    let listed = |path: &str| -> Vec<String> {
        let page: Value = client.get(path).send().json();
        assert_eq!(page["total"], 59);
        titles(&page).into_iter().map(str::to_owned).collect()
    };
    let all = [listed("/todos?per_page=40"), listed("/todos?per_page=40&page=2")].concat();
    let expected = (0..60).filter(|&number| number != 30).map(|number| number.to_string());
    assert!(all.into_iter().eq(expected));
}

/// Keys of other apps in the same bucket.
#[test]
fn other_keys_are_no_todos() {
    let (client, _) = with(["one"]);
    let client = client.keyvalue("default", "visits", &7).keyvalue("default", "todo-x", &7);
    let page: Value = client.get("/todos").send().json();
    assert_eq!((titles(&page), &page["total"]), (vec!["one"], &json!(1)));
}

#[test]
fn requests_at_the_same_time_make_a_todo_each() {
    let client = client();
    let requests =
        (0..50).map(|number| client.post("/todos").json(&json!({ "title": number.to_string() })));
    let made = client.send_all(requests.collect::<Vec<_>>());
    let paths: BTreeSet<_> = made.iter().map(|made| made.header("location").unwrap()).collect();
    assert_eq!(paths.len(), 50);
    let page: Value = client.get("/todos?per_page=100").send().json();
    let ids: Vec<_> = page["todos"].as_array().unwrap().iter().map(|todo| &todo["id"]).collect();
    assert!(ids.len() == 50 && ids.is_sorted_by_key(|id| id.as_str()));
}

#[test]
fn a_store_that_is_away_is_a_503() {
    let (client, [path]) = with(["one"]);
    let away = client.clone().keyvalue_error(|_| Some(ErrorKind::Unavailable));
    let full = client.clone().keyvalue_error(|operation| match operation {
        KeyvalueOperation::Set => Some(ErrorKind::Unavailable),
        _ => None,
    });
    let draft = json!({ "title": "new" });
    for request in [
        away.get("/todos"),
        away.get(&path),
        away.post("/todos").json(&draft),
        full.put(&path).json(&draft),
        full.patch(&path).json(&draft),
        away.delete(&path),
    ] {
        let response = request.send();
        assert_eq!(response.status(), 503);
        assert_eq!(response.header("retry-after"), Some("1"));
    }
    assert_eq!(client.get(&path).send().json::<Value>()["title"], "one");
}
