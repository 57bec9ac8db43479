//! Middlewares of all kinds around real requests.

use bytes::Bytes;
use http::Request;
use http_body_util::{Empty, Full};

use crate::guests::MIDDLEWARE;
use crate::{ends_well, get};

fn with(path: &str, name: &str, value: &str) -> Request<Empty<Bytes>> {
    Request::get(path).header(name, value).body(Empty::new()).unwrap()
}

#[tokio::test]
async fn a_token_tells_the_user() {
    let server = MIDDLEWARE.start().await;
    let answer = server.request(with("/me", "authorization", "Bearer sesame")).await;
    let start = format!(r#"{{"name":"Ali","request":"{}","#, answer.header("x-request-id"));
    assert!(answer.status == 200 && answer.text().starts_with(&start), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");

    for request in [get("/me"), with("/me", "authorization", "Bearer please")] {
        let answer = server.request(request).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"));
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let answer = server.request(with("/admin", "authorization", "Bearer open-up")).await;
    assert_eq!((answer.status, answer.text()), (200, "all is well\n"));
    assert_eq!(server.get("/admin").await.status, 401);
    ends_well(server).await;
}

#[tokio::test]
async fn a_note_has_a_limit() {
    let server = MIDDLEWARE.start().await;
    for (length, status) in [(1024, 200), (1025, 413), (100_000, 413)] {
        let request = Request::post("/notes").header("authorization", "Bearer sesame");
        let request = request.body(Full::<Bytes>::from(vec![b'x'; length])).unwrap();
        assert_eq!(server.request(request).await.status, status, "{length}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_is_compressed_for_those_who_read_it() {
    let server = MIDDLEWARE.start().await;
    let plain = server.get("/").await;
    assert_eq!((plain.status, plain.header("content-encoding")), (200, ""));
    let packed = server.request(with("/", "accept-encoding", "gzip")).await;
    assert_eq!((packed.header("content-encoding"), packed.complete), ("gzip", true));
    assert!(packed.body.starts_with(&[0x1f, 0x8b]), "{:?}", packed.body);
    assert!(packed.body.len() < plain.body.len() / 10, "{} bytes", packed.body.len());
    ends_well(server).await;
}

#[tokio::test]
async fn each_request_has_an_id_of_its_own() {
    let server = MIDDLEWARE.start().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(server.get("/").await.header("x-request-id").to_owned());
    }
    assert!(ids.iter().all(|id| id.len() == 36), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "instances have other random numbers");
    let answer = server.request(with("/", "x-request-id", "theirs")).await;
    assert_eq!(answer.header("x-request-id"), "theirs");
    ends_well(server).await;
}

#[tokio::test]
async fn a_trace_is_continued() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    let server = MIDDLEWARE.start().await;
    let request = Request::get("/me")
        .header("authorization", "Bearer sesame")
        .header("traceparent", format!("00-{TRACE}-b7ad6b7169203331-01"));
    let answer = server.request(request.body(Empty::<Bytes>::new()).unwrap()).await;
    assert!(answer.text().ends_with(&format!(r#""trace":"{TRACE}"}}"#)), "{}", answer.text());
    let line = server.log().wait_for("doorway::access: GET /me 200 106B").await;
    let ids = format!("request_id={} trace_id={TRACE}", answer.header("x-request-id"));
    assert!(line.contains(&ids) && !line.contains("aborted"), "{line}");

    let answer = server.request(with("/me", "authorization", "Bearer sesame")).await;
    assert!(answer.status == 200 && !answer.text().contains(TRACE), "{}", answer.text());
    ends_well(server).await;
}

#[tokio::test]
async fn patience_has_its_limit() {
    let server = MIDDLEWARE.start().await;
    let answer = server.get("/patience/1").await;
    assert_eq!((answer.status, answer.text()), (200, "Thank you for waiting.\n"));
    let answer = server.get("/patience/3600000").await;
    assert_eq!((answer.status, answer.header("content-type")), (503, "application/problem+json"));
    ends_well(server).await;
}

#[tokio::test]
async fn every_answer_passes_the_outer_layers() {
    let server = MIDDLEWARE.start().await;
    for path in ["/", "/me", "/admin", "/nowhere"] {
        let answer = server.request(with(path, "origin", "https://app.example")).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "https://app.example", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    let request = Request::options("/notes")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST");
    let answer = server.request(request.body(Empty::<Bytes>::new()).unwrap()).await;
    assert_eq!((answer.status, answer.header("access-control-allow-methods")), (200, "GET,POST"));
    ends_well(server).await;
}
