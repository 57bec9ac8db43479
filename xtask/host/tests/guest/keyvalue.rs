//! State and configuration of a component, in every store that the host has.

pub(crate) mod programs;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::stores::{File, Limited, MAX_VALUE, shared};
use doorway_host::testing::{Answer, TestServer, within};
use http::Request;
use http_body_util::Full;
use tempfile::tempdir;
use tokio::task::JoinSet;

use crate::guests::KEYVALUE;
use crate::{ends_well, post};
use programs::Program;

/// A server of the guest with that store.
async fn serve(store: Limited) -> TestServer {
    KEYVALUE.start_with(Options { keyvalue: Some(store), ..Options::default() }).await
}

fn in_folder(folder: &Path) -> Limited {
    Limited::new(Arc::new(File::in_folder(folder)))
}

fn at(url: &str) -> Limited {
    // Less than the tests wait.
    Limited::new(shared(url).unwrap()).patience(Duration::from_secs(5))
}

async fn put(server: &TestServer, path: &str, body: impl Into<Bytes>) -> Answer {
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

/// What every store does.
async fn does_everything(server: &TestServer) {
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
async fn lists_page_by_page(server: &TestServer) {
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
async fn counts_exactly(servers: &[&TestServer]) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_does_everything_until_the_server_is_gone() {
    let server = KEYVALUE.start().await;
    does_everything(&server).await;
    lists_page_by_page(&server).await;
    counts_exactly(&[&server]).await;
    ends_well(server).await;
    let server = KEYVALUE.start().await;
    assert_eq!(server.get("/values/empty").await.status, 404);
    ends_well(server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_does_everything_and_outlives_the_server() {
    let folder = tempdir().unwrap();
    let server = serve(in_folder(folder.path())).await;
    does_everything(&server).await;
    lists_page_by_page(&server).await;
    counts_exactly(&[&server]).await;
    ends_well(server).await;

    let server = serve(in_folder(folder.path())).await;
    assert_eq!(server.get("/values/empty").await.status, 200);
    assert_eq!(server.request(post("/increment/exact/1", "")).await.text(), "401");
    ends_well(server).await;
}

#[tokio::test]
async fn one_process_has_a_file_and_others_are_told_so() {
    let folder = tempdir().unwrap();
    let first = File::in_folder(folder.path());
    first.start().unwrap();
    let error = File::in_folder(folder.path()).start().unwrap_err();
    assert!(error.to_string().starts_with("another process keeps its data in "), "{error}");
    assert!(error.help().contains("--data"));
    // The app sees that as a store that is away.
    let server = serve(in_folder(folder.path())).await;
    assert_eq!(server.get("/values/x").await.status, 503);
    drop(first);
    assert_eq!(server.get("/values/x").await.status, 404);
    ends_well(server).await;
}

#[tokio::test]
async fn a_file_that_is_no_store_is_an_error_that_names_it() {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join("keyvalue.redb"), "x".repeat(10_000)).unwrap();
    let error = File::in_folder(folder.path()).start().unwrap_err();
    assert!(error.to_string().contains("keyvalue.redb"), "{error}");
    let below = folder.path().join("keyvalue.redb/below");
    let error = File::in_folder(&below).start().unwrap_err();
    assert!(error.to_string().starts_with("cannot keep data in "), "{error}");
}

#[tokio::test]
async fn configuration_is_that_of_the_host() {
    let config = [("greeting", "Hello"), ("retries", "3"), ("greeting", "Servus")];
    let config = config.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let server = KEYVALUE.start_with(Options { config, ..Options::default() }).await;
    assert_eq!(server.get("/config/greeting").await.text(), "Servus");
    assert_eq!(server.get("/config/none").await.text(), "none");
    let all = server.get("/config").await;
    assert_eq!(all.text(), r#"{"greeting":"Servus","retries":"3"}"#);
    ends_well(server).await;
    let server = KEYVALUE.start().await;
    assert_eq!(server.get("/config").await.text(), "{}");
    ends_well(server).await;
}

/// The SDK's default bucket is one that the configuration names.
#[tokio::test]
async fn the_configuration_names_the_bucket() {
    let config = vec![("keyvalue_bucket".to_owned(), "mine".to_owned())];
    let server = KEYVALUE.start_with(Options { config, ..Options::default() }).await;
    assert_eq!(put(&server, "/values/x", "in mine").await.status, 204);
    assert_eq!(server.get("/values/x?bucket=mine").await.text(), "in mine");
    assert_eq!(server.get("/values/x?bucket=default").await.status, 404);
    ends_well(server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_does_everything_for_hosts_that_share_it() {
    let redis = Program::redis().await;
    let server = serve(at(&redis.url())).await;
    does_everything(&server).await;
    let other = serve(at(&redis.url())).await;
    assert_eq!(other.get("/values/empty").await.status, 200);
    counts_exactly(&[&server, &other]).await;
    lists_page_by_page(&other).await;
    // Another number is another database.
    let elsewhere = serve(at(&format!("{}/1", redis.url()))).await;
    assert_eq!(elsewhere.get("/values/empty").await.status, 404);
    for server in [server, other, elsewhere] {
        ends_well(server).await;
    }
}

/// What an app sees while its store is away: an answer, soon; and when the store is back.
async fn goes_on_without_help(mut program: Program) {
    let server = serve(at(&program.url())).await;
    assert_eq!(put(&server, "/values/kept", "kept").await.status, 204);
    program.stop().await;
    for _ in 0..2 {
        let answer = server.get("/values/kept").await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
        assert_eq!(server.request(post("/increment/x/1", "")).await.status, 503);
    }
    program.start().await;
    // It connects again by itself, in its own time.
    let answer = within("an answer with the store", async {
        loop {
            let answer = server.get("/values/kept").await;
            if answer.status == 200 {
                break answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!((answer.status, answer.text()), (200, "kept"));
    ends_well(server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_away_is_an_error_until_it_is_back() {
    goes_on_without_help(Program::redis().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nats_does_everything_for_hosts_that_share_it() {
    let nats = Program::nats().await;
    let server = serve(at(&nats.url())).await;
    does_everything(&server).await;
    let other = serve(at(&nats.url())).await;
    assert_eq!(other.get("/values/empty").await.status, 200);
    counts_exactly(&[&server, &other]).await;
    lists_page_by_page(&other).await;
    for server in [server, other] {
        ends_well(server).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nats_that_is_away_is_an_error_until_it_is_back() {
    goes_on_without_help(Program::nats().await).await;
}

/// It accepts connections, and says nothing.
#[tokio::test]
async fn a_store_that_never_answers_is_a_503() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", silent.local_addr().unwrap());
    let store = Limited::new(shared(&url).unwrap()).patience(Duration::from_millis(300));
    let server = serve(store).await;
    let answer = server.get("/values/x").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
    server.log().wait_for("has not answered within 300ms").await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_url_of_no_store_is_an_error_without_the_url() {
    for url in ["mysql://user:secret@host", "redis://user:secret@", "host:1", ""] {
        let Err(error) = shared(url) else { panic!("{url:?} is a store") };
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(error.help().contains("redis://HOST:PORT"), "{}", error.help());
    }
    let with_password = shared("redis://user:secret@127.0.0.1:6379/2").unwrap();
    assert_eq!(with_password.place(), "Redis at 127.0.0.1:6379");
}
