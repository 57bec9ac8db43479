use doorway::testing::{TestClient, TestResponse};
use serde_json::{Value, json};

use super::store::CAPACITY;

fn client() -> TestClient {
    TestClient::new(super::app())
}

/// A client of an app that has todos with these titles.
fn with(titles: &[&str]) -> TestClient {
    let client = client();
    for title in titles {
        assert_eq!(client.post("/todos").json(&json!({ "title": title })).send().status(), 201);
    }
    client
}

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
    assert_eq!(response.header("location"), Some("/todos/1"));
    let made: Value = response.json();
    let expected = json!({
        "id": 1, "title": "Feed the cat", "notes": "twice", "done": false, "priority": 1
    });
    assert_eq!(made, expected);
    assert_eq!(client.get("/todos/1").send().json::<Value>(), expected);
}

#[test]
fn a_list_comes_in_pages() {
    let client = with(&["one", "two", "three", "four", "five"]);
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
    let client = with(&["one", "two", "three"]);
    client.patch("/todos/2").json(&json!({ "done": true })).send();
    let open: Value = client.get("/todos?done=false&per_page=1").send().json();
    assert_eq!((titles(&open), &open["total"]), (vec!["one"], &json!(2)));
    assert_eq!(open["next"], "/todos?page=2&per_page=1&done=false");
    let done: Value = client.get("/todos?done=true").send().json();
    assert_eq!(titles(&done), ["two"]);
}

#[test]
fn a_todo_is_replaced() {
    let client = with(&["old"]);
    client.patch("/todos/1").json(&json!({ "notes": "some", "priority": 1 })).send();
    let response = client.put("/todos/1").json(&json!({ "title": "new" })).send();
    let expected = json!({ "id": 1, "title": "new", "notes": null, "done": false, "priority": 3 });
    assert_eq!(response.json::<Value>(), expected);
}

#[test]
fn a_patch_changes_the_named_fields() {
    let client = with(&["title"]);
    let patch = |change: Value| -> Value {
        let request =
            client.patch("/todos/1").header("content-type", "application/merge-patch+json");
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
    let client = with(&["one"]);
    let response = client.delete("/todos/1").send();
    assert_eq!((response.status().as_u16(), response.text()), (204, String::new()));
    assert_eq!(client.delete("/todos/1").send().status(), 404);
}

#[test]
fn errors_of_a_todo_are_listed_by_field() {
    let client = with(&["one"]);
    let bad = json!({ "title": " ", "notes": "x".repeat(1001), "priority": 9 });
    for request in [client.post("/todos"), client.put("/todos/1"), client.patch("/todos/1")] {
        let (status, problem) = problem(&request.json(&bad).send());
        assert_eq!((status, fields(&problem)), (422, vec!["notes", "priority", "title"]));
        assert_eq!(problem["errors"][1]["detail"], "greater than 5");
    }
    let unchanged: Value = client.get("/todos/1").send().json();
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
    let (status, missing) = problem(&client.get("/todos/7").send());
    assert_eq!((status, &missing["detail"]), (404, &json!("there is no todo 7")));
    for request in [
        client.put("/todos/7").json(&json!({ "title": "x" })),
        client.patch("/todos/7").json(&json!({})),
        client.delete("/todos/7"),
        client.get("/nowhere"),
    ] {
        assert_eq!(problem(&request.send()).0, 404);
    }
    let response = client.post("/todos/7").send();
    assert_eq!(problem(&response).0, 405);
    assert_eq!(response.header("allow"), Some("GET, HEAD, PUT, PATCH, DELETE, OPTIONS"));
}

#[test]
fn the_store_has_an_end() {
    let client = client();
    let post = || client.post("/todos").json(&json!({ "title": "another" })).send();
    for _ in 0..CAPACITY {
        assert_eq!(post().status(), 201);
    }
    assert_eq!(problem(&post()).0, 507);
    client.delete("/todos/1").send();
    assert_eq!(post().status(), 201);
}
