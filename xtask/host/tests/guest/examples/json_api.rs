//! The todo API. Its todos live as long as its instance.

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::{Answer, TestServer};
use http::Request;
use http_body_util::Full;
use serde_json::Value;

use crate::ends_well;
use crate::guests::JSON_API;

/// A server with one instance, which answers all requests.
async fn serve() -> TestServer {
    JSON_API.start_with(Options { reuse: 1000, max_concurrent: 1, ..Options::default() }).await
}

fn json(method: &str, path: &str, json: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let request = Request::builder().method(method).uri(path);
    request.header("content-type", "application/json").body(Full::new(json.into())).unwrap()
}

/// The status and the text of a problem document.
fn problem(answer: &Answer) -> (u16, &str) {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    (answer.status, answer.text())
}

#[tokio::test]
async fn a_todo_is_made_shown_changed_and_removed() {
    const MADE: &str = r#"{"id":1,"title":"Feed the cat","notes":null,"done":false,"priority":1}"#;
    let server = serve().await;
    let draft = r#"{"title":"Feed the cat","priority":1}"#;
    let answer = server.request(json("POST", "/todos", draft)).await;
    assert_eq!((answer.status, answer.text()), (201, MADE));
    assert_eq!(answer.header("location"), "/todos/1");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(server.get("/todos/1").await.text(), MADE);

    let change = json("PATCH", "/todos/1", r#"{"done":true,"notes":"twice"}"#);
    let changed = r#"{"id":1,"title":"Feed the cat","notes":"twice","done":true,"priority":1}"#;
    assert_eq!(server.request(change).await.text(), changed);
    let replaced = r#"{"id":1,"title":"Feed the dog","notes":null,"done":false,"priority":3}"#;
    let draft = json("PUT", "/todos/1", r#"{"title":"Feed the dog"}"#);
    assert_eq!(server.request(draft).await.text(), replaced);

    let answer = server.request(json("DELETE", "/todos/1", "")).await;
    assert_eq!((answer.status, answer.text()), (204, ""));
    assert_eq!(server.get("/todos/1").await.status, 404);
    ends_well(server).await;
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let server = serve().await;
    for number in 1..=3 {
        let draft = format!(r#"{{"title":"number {number}"}}"#);
        assert_eq!(server.request(json("POST", "/todos", draft)).await.status, 201);
    }
    let first = server.get("/todos?per_page=2").await;
    assert!(first.text().contains(r#""title":"number 2""#), "{}", first.text());
    let end = r#""page":1,"per_page":2,"total":3,"next":"/todos?page=2&per_page=2"}"#;
    assert!(first.text().ends_with(end), "{}", first.text());
    let last = server.get("/todos?page=2&per_page=2").await;
    assert_eq!(
        last.text(),
        r#"{"todos":[{"id":3,"title":"number 3","notes":null,"done":false,"priority":3}],"#
            .to_owned()
            + r#""page":2,"per_page":2,"total":3,"next":null}"#
    );
    ends_well(server).await;
}

#[tokio::test]
async fn errors_are_problems() {
    let server = serve().await;
    let answer = server.request(json("POST", "/todos", r#"{"title":"","priority":9}"#)).await;
    assert_eq!(
        problem(&answer),
        (
            422,
            concat!(
                r#"{"title":"Unprocessable Entity","status":422,"#,
                r#""detail":"see `errors` for each field","#,
                r#""errors":[{"field":"priority","detail":"greater than 5"},"#,
                r#"{"field":"title","detail":"must not be empty"}]}"#
            )
        )
    );
    for (request, status) in [
        (json("POST", "/todos", r#"{"title""#), 400),
        (json("POST", "/todos", format!(r#"{{"title":"{}"}}"#, "x".repeat(20_000))), 413),
        (json("GET", "/todos?page=two", ""), 400),
        (json("GET", "/todos/first", ""), 400),
        (json("GET", "/todos/7", ""), 404),
        (json("GET", "/nowhere", ""), 404),
    ] {
        let what = format!("{} {}", request.method(), request.uri());
        assert_eq!(problem(&server.request(request).await).0, status, "{what}");
    }
    let answer = server.request(crate::post("/todos", "title=x")).await;
    assert_eq!(problem(&answer).0, 415);
    let answer = server.request(json("POST", "/todos/7", "{}")).await;
    assert_eq!(problem(&answer), (405, r#"{"title":"Method Not Allowed","status":405}"#));
    assert_eq!(answer.header("allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    ends_well(server).await;
}

#[tokio::test]
async fn the_api_describes_itself() {
    let server = JSON_API.start().await;
    let answer = server.get("/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let document: Value = serde_json::from_str(answer.text()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["paths"]["/todos"]["post"]["summary"], "Creates a todo.");
    let page = server.get("/docs").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    ends_well(server).await;
}

#[tokio::test]
async fn another_instance_has_todos_of_its_own() {
    let server = JSON_API.start().await;
    for _ in 0..2 {
        let answer = server.request(json("POST", "/todos", r#"{"title":"x"}"#)).await;
        assert_eq!((answer.status, answer.header("location")), (201, "/todos/1"));
        assert_eq!(server.get("/todos/1").await.status, 404);
    }
    ends_well(server).await;
}
