//! The operations that every store has, and their limits.

use std::collections::BTreeSet;

use bytes::Bytes;
use doorway_host::stores::MAX_VALUE;
use doorway_host::testing::{Answer, TestServer};
use http::Request;
use http_body_util::Full;
use tokio::task::JoinSet;

use crate::post;

pub(super) async fn put(server: &TestServer, path: &str, body: impl Into<Bytes>) -> Answer {
    let request = Request::put(path).header("content-type", "application/json");
    server.request(request.body(Full::new(body.into())).unwrap()).await
}

async fn ask(server: &TestServer, path: &str, json: &'static str) -> Answer {
    let request = Request::post(path).header("content-type", "application/json");
    server.request(request.body(Full::new(Bytes::from(json))).unwrap()).await
}

async fn delete(server: &TestServer, path: &str) -> Answer {
    server.request(Request::delete(path).body(Full::<Bytes>::default()).unwrap()).await
}

async fn pages(server: &TestServer, path: &str) -> Vec<Vec<String>> {
    let answer = server.get(path).await;
    assert_eq!(answer.status, 200, "{}", server.log().lines().join("\n"));
    serde_json::from_slice(&answer.body).unwrap()
}

/// Every operation, on a store that is empty.
pub(super) async fn does_everything(server: &TestServer) {
    // Values: any bytes, of any size up to the limit, in buckets that share nothing.
    assert_eq!(server.get("/values/none").await.status, 404);
    assert_eq!(delete(server, "/values/none").await.status, 204);
    let largest: Bytes = (0..MAX_VALUE).map(|at| at as u8).collect::<Vec<_>>().into();
    for (key, value) in [("empty", Bytes::new()), ("text", "Grüße".into()), ("largest", largest)]
    {
        assert_eq!(put(server, &format!("/values/{key}"), value.clone()).await.status, 204);
        let answer = server.get(&format!("/values/{key}")).await;
        assert!(answer.status == 200 && answer.body == value, "{key}: {}", answer.status);
    }
    assert_eq!(put(server, "/values/text?bucket=other", "another").await.status, 204);
    assert_eq!(server.get("/values/text").await.text(), "Grüße");
    assert_eq!(server.get("/values/text?bucket=default").await.text(), "Grüße");
    assert_eq!(server.get("/values/text?bucket=").await.text(), "Grüße");
    assert_eq!(server.get("/values/text?bucket=other").await.text(), "another");
    assert_eq!(server.get("/exists/text").await.text(), "true");
    assert_eq!(delete(server, "/values/text").await.status, 204);
    assert_eq!(server.get("/exists/text").await.text(), "false");
    assert_eq!(server.get("/values/text").await.status, 404);
    assert_eq!(server.get("/values/text?bucket=other").await.text(), "another");

    // Keys, whatever is in them.
    for key in ["a%2Fb:c%20d", "%C3%A9", "...", "-_"] {
        assert_eq!(put(server, &format!("/values/{key}?bucket=keys"), key).await.status, 204);
        assert_eq!(server.get(&format!("/values/{key}?bucket=keys")).await.text(), key);
    }
    let keys: BTreeSet<_> =
        pages(server, "/keys?bucket=keys").await.into_iter().flatten().collect();
    assert_eq!(keys.iter().collect::<Vec<_>>(), ["-_", "...", "a/b:c d", "é"]);
    assert!(pages(server, "/keys?bucket=nothing").await.concat().is_empty());

    // Several at once.
    assert_eq!(put(server, "/many", r#"{"one":1,"two":2,"three":3}"#).await.status, 204);
    let answer = ask(server, "/many", r#"["three","none","one","one"]"#).await;
    assert_eq!(answer.text(), "[3,null,1,1]");
    assert_eq!(put(server, "/many/remove", r#"["one","none"]"#).await.status, 204);
    assert_eq!(ask(server, "/many", r#"["one","two"]"#).await.text(), "[null,2]");
    assert_eq!(put(server, "/many", "{}").await.status, 204);
    assert_eq!(ask(server, "/many", "[]").await.text(), "[]");

    // Numbers.
    for sum in ["3", "6", "9"] {
        assert_eq!(server.request(post("/increment/count/3", "")).await.text(), sum);
    }
    assert_eq!(put(server, "/values/text", "no number").await.status, 204);
    assert_eq!(server.request(post("/increment/text/1", "")).await.status, 503);
    assert_eq!(server.get("/values/text").await.text(), "no number");
    refuses_too_much(server).await;
}

/// Limits, each an answer and nothing worse.
async fn refuses_too_much(server: &TestServer) {
    let answer = put(server, "/values/large", vec![b'x'; MAX_VALUE + 1]).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
    server.log().wait_for("a value has 1048577 bytes, and 1048576 are allowed").await;
    let long = "k".repeat(1025);
    assert_eq!(put(server, &format!("/values/{long}"), "").await.status, 503);
    server.log().wait_for("a key has 1025 bytes, and 1024 are allowed").await;
    for bucket in ["a.b".to_owned(), "a%2Fb".to_owned(), "b".repeat(65)] {
        let answer = server.get(&format!("/values/x?bucket={bucket}")).await;
        assert_eq!(answer.status, 500, "{bucket}");
    }
}

/// More keys than are on a page, each of them listed once.
pub(super) async fn lists_page_by_page(server: &TestServer) {
    let names = |first: usize| (first..first + 500).map(|number| format!("key-{number:04}"));
    for first in [0, 500, 1000] {
        let values = names(first).map(|name| format!("{name:?}:1")).collect::<Vec<_>>().join(",");
        assert_eq!(put(server, "/many", format!("{{{values}}}")).await.status, 204);
    }
    let pages = pages(server, "/keys").await;
    assert!(pages.len() > 1 && pages.iter().all(|page| page.len() < 1200), "{}", pages.len());
    let mut keys: Vec<_> = pages.concat();
    keys.retain(|key| key.starts_with("key-"));
    keys.sort();
    assert!(keys.into_iter().eq((0..3).flat_map(|part| names(500 * part))));
}

/// Eight clients that add to one number, at servers that share a store.
pub(super) async fn counts_exactly(servers: &[&TestServer]) {
    const EACH: usize = 50;
    let mut clients = JoinSet::new();
    for client in 0..8 {
        let url = servers[client % servers.len()].addr();
        clients.spawn(async move {
            let mut raw = doorway_host::testing::Raw::connect(url).await;
            for _ in 0..EACH {
                raw.send(
                    "POST /increment/exact/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
                )
                .await;
                assert_eq!(raw.answer().await.status, 200);
            }
        });
    }
    clients.join_all().await;
    let sum = servers[0].request(post("/increment/exact/0", "")).await;
    assert_eq!(sum.text(), (8 * EACH).to_string());
}
