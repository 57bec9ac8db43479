//! State and configuration of a component, in every store that the host has.

mod every;
pub(crate) mod programs;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use doorway_host::Options;
use doorway_host::stores::{File, Limited, shared};
use doorway_host::testing::{TestServer, within};
use tempfile::tempdir;

use crate::guests::KEYVALUE;
use crate::{ends_well, post};
use every::{counts_exactly, does_everything, lists_page_by_page, put};
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

/// While its store is away, an app gets errors, soon; and values when the store is back.
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

/// Whether its connection ended unnoticed, or somebody asked in vain meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_operation_after_a_restart_of_redis_succeeds() {
    let mut redis = Program::redis().await;
    let server = serve(at(&redis.url())).await;
    assert_eq!(put(&server, "/values/kept", "kept").await.status, 204);
    assert_eq!(server.request(post("/increment/count/1", "")).await.text(), "1");
    for path in ["/values/kept", "/exists/kept", "/keys"] {
        for noticed in [false, true] {
            redis.stop().await;
            if noticed {
                assert_eq!(server.get("/values/kept").await.status, 503);
            }
            redis.start().await;
            let answer = server.get(path).await;
            assert_eq!(answer.status, 200, "{path} {noticed}: {}", server.log().lines().join("\n"));
        }
    }
    for noticed in [false, true] {
        redis.stop().await;
        if noticed {
            assert_eq!(put(&server, "/values/kept", "lost").await.status, 503);
        }
        redis.start().await;
        assert_eq!(put(&server, "/values/kept", "kept").await.status, 204, "{noticed}");
    }
    // An increment might be done twice if it was under way, and not if somebody asked in vain before.
    redis.stop().await;
    assert_eq!(server.request(post("/increment/count/1", "")).await.status, 503);
    redis.start().await;
    assert_eq!(server.request(post("/increment/count/1", "")).await.text(), "2");
    ends_well(server).await;
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
