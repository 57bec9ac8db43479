//! The page of `json-api`: the API as its document describes it, tried out.

use doorway_host::testing::TestServer;

use super::browser::{Browser, visit};
use crate::ends_well;
use crate::guests::JSON_API;

/// Opens the page, and waits for the document, which it asks for by a script.
async fn open(server: &TestServer) -> Browser {
    let mut browser = Browser::open(&server.url("/docs")).await;
    browser.until("document.querySelector('#schemas section')").await;
    browser
}

#[tokio::test]
async fn the_page_shows_the_document() {
    let server = JSON_API.start().await;
    let mut browser = open(&server).await;
    assert_eq!(browser.title().await, "Todos 0.1.0");
    assert_eq!(browser.text("h1").await, "Todos");
    assert_eq!(browser.text("#description").await, "A list of things to do.");
    // All of it comes from the component.
    let expected = [visit("GET", "/docs", 200), visit("GET", "/openapi.json", 200)];
    assert_eq!(browser.visits().await, expected);

    let methods = ["GET", "POST", "GET", "PUT", "DELETE", "PATCH"];
    assert_eq!(browser.texts("summary b").await, methods);
    let paths = ["/todos", "/todos", "/todos/{id}", "/todos/{id}", "/todos/{id}", "/todos/{id}"];
    assert_eq!(browser.texts("summary code").await, paths);
    let title = ["title", "string, minLength 1, maxLength 100", "required", ""];
    assert_eq!(browser.texts("#Draft tr:first-child td").await, title);

    // An operation is closed until its summary is clicked.
    assert_eq!(browser.texts("details[open]").await, [""; 0]);
    browser.click("[id='get-/todos'] summary").await;
    let per_page = "details[open] form tr:nth-child(2) td:nth-child(3)";
    assert_eq!(browser.text(per_page).await, "integer, minimum 1, maximum 100, default 20");
    let responses = browser.texts("details[open] > table tr").await;
    assert_eq!(responses[0], "200\tA page of todos.\tPage");
    let problem = "A problem document (RFC 9457).\tobject of title, status, detail, errors";
    assert_eq!(responses[1], "503\tThe store is away: try again.\t");
    assert_eq!(responses[2], format!("4XX\t{problem}"));
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn operations_are_tried_out() {
    let server = JSON_API.start().await;
    let mut browser = open(&server).await;
    browser.click("[id='post-/todos'] summary").await;
    let draft = r#"{"title":"Feed the cat"}"#;
    assert_eq!(browser.value("[id='post-/todos'] textarea").await, draft);
    let made = send(&mut browser, "post-/todos").await;
    let (start, id) = made.split_at("201\n{\"id\":\"".len());
    let (id, rest) = id.split_at(36);
    let fields = r#"","title":"Feed the cat","notes":null,"done":false,"priority":3}"#;
    assert_eq!((start, rest), ("201\n{\"id\":\"", fields));

    browser.click("[id='get-/todos'] summary").await;
    browser.fill("[id='get-/todos'] [name=done]", "true").await;
    let none = r#"{"todos":[],"page":1,"per_page":20,"total":0,"next":null}"#;
    assert_eq!(send(&mut browser, "get-/todos").await, format!("200\n{none}"));

    browser.click("[id='delete-/todos/{id}'] summary").await;
    browser.fill("[id='delete-/todos/{id}'] [name=id]", id).await;
    assert_eq!(send(&mut browser, "delete-/todos/{id}").await.trim(), "204");
    let expected = [
        visit("GET", "/docs", 200),
        visit("GET", "/openapi.json", 200),
        visit("POST", "/todos", 201),
        visit("GET", "/todos?done=true", 200),
        visit("DELETE", &format!("/todos/{id}"), 204),
    ];
    assert_eq!(browser.visits().await, expected);
    browser.no_problems().await;

    // Text from outside stays text; the browser may complain of the status alone.
    browser.fill("[id='delete-/todos/{id}'] [name=id]", "<b>/?").await;
    let answer = send(&mut browser, "delete-/todos/{id}").await;
    assert!(answer.contains("400") && answer.contains("path parameter `id`"), "{answer}");
    let problems = browser.problems().await;
    assert!(problems.len() == 1 && problems[0].contains("400"), "{problems:?}");
    browser.close().await;
    ends_well(server).await;
}

/// Sends the form of an operation; the answer is the status and the body.
async fn send(browser: &mut Browser, operation: &str) -> String {
    let answer = format!("[id='{operation}'] pre");
    let before = browser.text(&answer).await;
    browser.click(&format!("[id='{operation}'] button")).await;
    browser.until(&format!("document.querySelector(\"{answer}\").innerText != {before:?}")).await;
    browser.text(&answer).await
}
