//! Apps with a store: its extractor, and requests at the same time.

use doorway::extract::Path;
use doorway::http::StatusCode;
use doorway::keyvalue::{Error, ErrorKind, Store};
use doorway::testing::TestClient;
use doorway::{Json, Router, routing::get};

async fn read(Path(name): Path<String>, store: Store) -> Result<Json<Option<u32>>, Error> {
    Ok(Json(store.get(&name).await?))
}

async fn write(
    Path(name): Path<String>,
    store: Store,
    Json(number): Json<u32>,
) -> Result<StatusCode, Error> {
    store.set(&name, &number).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads, adds and writes, which is not atomic.
async fn add(Path(name): Path<String>, store: Store) -> Result<(), Error> {
    let number: u32 = store.get(&name).await?.unwrap_or_default();
    store.set(&name, &(number + 1)).await
}

async fn count(Path(name): Path<String>, store: Store) -> Result<String, Error> {
    Ok(store.increment(&name, 1).await?.to_string())
}

fn app() -> Router {
    Router::new()
        .route("/{name}", get(read).put(write).post(add))
        .route("/counts/{name}", get(count))
}

#[test]
fn requests_of_a_client_share_its_store() {
    let client = TestClient::new(app());
    assert_eq!(client.put("/a").json(&7).send().status(), 204);
    assert_eq!(client.get("/a").send().json::<Option<u32>>(), Some(7));
    assert_eq!(client.clone().get("/a").send().json::<Option<u32>>(), Some(7));
    assert_eq!(TestClient::new(app()).get("/a").send().json::<Option<u32>>(), None);
}

#[test]
fn a_test_presets_values_and_reads_them() {
    let client = TestClient::new(app()).keyvalue("default", "a", &1).keyvalue("other", "b", &2);
    client.post("/a").send();
    let read = |bucket: &'static str, key: &'static str| {
        client.block_on(async { Store::open(bucket).await?.get::<u32>(key).await }).unwrap()
    };
    assert_eq!(read("default", "a"), Some(2));
    assert_eq!(read("default", "b"), None);
    assert_eq!(read("other", "b"), Some(2));
}

#[test]
fn a_preset_value_is_set_in_a_store_that_fails() {
    let client = TestClient::new(app())
        .keyvalue_error(|_| Some(ErrorKind::Unavailable))
        .keyvalue("default", "a", &1)
        .keyvalue_error(|_| None);
    assert_eq!(client.get("/a").send().json::<Option<u32>>(), Some(1));
}

#[test]
fn a_counter_counts_requests_at_the_same_time() {
    let client = TestClient::new(app());
    let responses = client.send_all((0..10).map(|_| client.get("/counts/a")));
    let mut counts: Vec<u32> =
        responses.into_iter().map(|response| response.text().parse().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
}

#[test]
fn a_lost_update_shows_in_a_test() {
    let client = TestClient::new(app());
    client.send_all((0..10).map(|_| client.post("/a")));
    // As in instances of their own: all have read the value before the first one writes.
    assert_eq!(client.get("/a").send().json::<Option<u32>>(), Some(1));
}

#[test]
fn a_store_goes_into_a_spawned_task() {
    async fn later(store: Store) -> &'static str {
        doorway::task::spawn(async move {
            store.set("task", &1).await.unwrap();
        });
        "soon"
    }

    let client = TestClient::for_handler(later);
    let response = client.get("/").send();
    assert_eq!(response.text(), "soon");
    let stored = client.block_on(async { Store::open_default().await?.get::<u8>("task").await });
    assert_eq!(stored.unwrap(), Some(1));
}
