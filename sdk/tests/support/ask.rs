//! Asks a router in each way that requests come to it, and tells the answer in a line.

use doorway::http::{Method, header};
use doorway::testing::{TestClient, TestResponse};
use doorway::{Request, Router, Service};

/// The answer to a request such as `GET /a?b`: the status, what `allow` lists, and the content unless
/// that is a problem document.
///
/// It is asked as a host does, twice, since a router scans its routes first and builds a tree then,
/// and as a service whose request was read before.
#[track_caller]
pub(crate) fn ask(app: &Router, request: &str) -> String {
    let (method, target) = request.split_once(' ').expect("a method and a target");
    let client = TestClient::new(app.clone());
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let send = || line(&client.request(method.clone(), target).send());
    let read = || {
        let request = Request::builder().method(method.clone()).uri(target).body(()).unwrap();
        let app = app.clone();
        let read = move |_: Request| {
            let request = Request::from(request.clone());
            let app = app.clone();
            async move { app.call(request).await }
        };
        line(&TestClient::new(read).request(method.clone(), target).send())
    };
    let answers = [send(), send(), read()];
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{request}: {answers:?}");
    let [answer, ..] = answers;
    answer
}

fn line(response: &TestResponse) -> String {
    let mut line = response.status().as_u16().to_string();
    if let Some(allow) = response.header(header::ALLOW.as_str()) {
        line += &format!(" [{allow}]");
    }
    let text = response.text();
    if !text.is_empty() && response.header("content-type") != Some("application/problem+json") {
        line += &format!(" {text}");
    }
    line
}

/// Compares each row's request with its answer.
#[track_caller]
pub(crate) fn check<const N: usize>(app: &Router, rows: [(&str, &str); N]) {
    for (request, expected) in rows {
        assert_eq!(ask(app, request), expected, "{request}");
    }
}
