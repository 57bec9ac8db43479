//! The todo API. Each request has an instance of its own, and the todos outlive it.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::stores::{File, Limited, shared};
use doorway_host::testing::{Answer, Raw, TestServer};
use http::Request;
use http_body_util::Full;
use serde_json::Value;
use tokio::task::JoinSet;

use crate::ends_well;
use crate::guests::JSON_API;
use crate::suite::keyvalue::programs::Program;

async fn serve() -> TestServer {
    JSON_API.start().await
}

/// A path that no todo has.
const NOWHERE: &str = "/todos/01890a5d-ac96-774b-bcce-b302099a8057";

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
    let server = serve().await;
    let draft = r#"{"title":"Feed the cat","priority":1}"#;
    let answer = server.request(json("POST", "/todos", draft)).await;
    let path = answer.header("location").to_owned();
    let id = path.strip_prefix("/todos/").unwrap();
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'7'), "{id} is no UUID of version 7");
    let todo = |fields: &str| format!(r#"{{"id":"{id}",{fields}}}"#);
    let made = todo(r#""title":"Feed the cat","notes":null,"done":false,"priority":1"#);
    assert_eq!((answer.status, answer.text()), (201, &*made));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(server.get(&path).await.text(), made);

    let change = json("PATCH", &path, r#"{"done":true,"notes":"twice"}"#);
    let changed = todo(r#""title":"Feed the cat","notes":"twice","done":true,"priority":1"#);
    assert_eq!(server.request(change).await.text(), changed);
    let replaced = todo(r#""title":"Feed the dog","notes":null,"done":false,"priority":3"#);
    let draft = json("PUT", &path, r#"{"title":"Feed the dog"}"#);
    assert_eq!(server.request(draft).await.text(), replaced);

    let answer = server.request(json("DELETE", &path, "")).await;
    assert_eq!((answer.status, answer.text()), (204, ""));
    assert_eq!(server.get(&path).await.status, 404);
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
    let end = r#""title":"number 3","notes":null,"done":false,"priority":3}],"page":2,"per_page":2,"total":3,"next":null}"#;
    assert!(last.text().ends_with(end), "{}", last.text());
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
        (json("GET", NOWHERE, ""), 404),
        (json("GET", "/nowhere", ""), 404),
    ] {
        let what = format!("{} {}", request.method(), request.uri());
        assert_eq!(problem(&server.request(request).await).0, status, "{what}");
    }
    let answer = server.request(crate::post("/todos", "title=x")).await;
    assert_eq!(problem(&answer).0, 415);
    let answer = server.request(json("POST", NOWHERE, "{}")).await;
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

/// Makes todos by eight clients at a time, and returns the ids in the order of each client's answers.
async fn make(servers: &[&TestServer], each: usize) -> Vec<Vec<String>> {
    let mut clients = JoinSet::new();
    for client in 0..8 {
        let addr = servers[client % servers.len()].addr();
        clients.spawn(async move {
            let mut raw = Raw::connect(addr).await;
            let mut ids = Vec::new();
            for number in 0..each {
                let body = format!(r#"{{"title":"{client} {number}"}}"#);
                raw.send(format!(
                    "POST /todos HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                     content-length: {}\r\n\r\n{body}",
                    body.len()
                ))
                .await;
                let answer = raw.answer().await;
                assert_eq!(answer.status, 201, "{}", answer.text());
                ids.push(answer.header("location").trim_start_matches("/todos/").to_owned());
            }
            ids
        });
    }
    clients.join_all().await
}

/// All ids, page by page.
async fn listed(server: &TestServer) -> Vec<String> {
    let mut ids = Vec::new();
    let mut next = Some("/todos?per_page=30".to_owned());
    while let Some(path) = next {
        let answer = server.get(&path).await;
        let page: Value = serde_json::from_str(answer.text()).unwrap();
        let todos = page["todos"].as_array().unwrap();
        ids.extend(todos.iter().map(|todo| todo["id"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    ids
}

/// None is lost, none is there twice, and those of one client are in their order although others make some.
async fn keeps_its_todos(servers: &[&TestServer]) {
    let made = make(servers, 25).await;
    let ids = listed(servers[0]).await;
    let all: BTreeSet<_> = made.iter().flatten().collect();
    assert_eq!((ids.len(), all.len()), (200, 200));
    assert!(ids.iter().eq(all.iter().copied()), "the list is not in the order of the ids");
    let at = |id: &String| ids.iter().position(|listed| listed == id).unwrap();
    // Two todos of one millisecond have no order, and these are answered one after the other.
    for ids in made {
        let early = ids.iter().map(|id| &id[..13]);
        assert!(early.is_sorted(), "{ids:?}");
        assert!(ids.iter().step_by(5).map(at).is_sorted(), "{ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn todos_in_a_file_outlive_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        keyvalue: Some(Limited::new(Arc::new(File::in_folder(folder.path())))),
        ..Options::default()
    };
    let server = JSON_API.start_with(options()).await;
    keeps_its_todos(&[&server]).await;
    ends_well(server).await;
    let server = JSON_API.start_with(options()).await;
    assert_eq!(listed(&server).await.len(), 200);
    ends_well(server).await;
}

async fn are_shared_by_hosts(program: Program) {
    let store = || Some(Limited::new(shared(&program.url()).unwrap()));
    let options = || Options { keyvalue: store(), ..Options::default() };
    let servers = [JSON_API.start_with(options()).await, JSON_API.start_with(options()).await];
    keeps_its_todos(&[&servers[0], &servers[1]]).await;
    for server in servers {
        ends_well(server).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_share_their_todos_in_a_redis() {
    are_shared_by_hosts(Program::redis().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_share_their_todos_in_a_nats() {
    are_shared_by_hosts(Program::nats().await).await;
}
