//! Stores that are away or refuse, and values of another type.

use doorway::http::StatusCode;
use doorway::keyvalue::{Error, ErrorKind, Store};
use doorway::testing::{KeyvalueOperation, TestClient, TestResponse};
use doorway::{IntoResponse, Request, Router, routing::get};
use serde::Serialize;

async fn visits(store: Store) -> Result<String, Error> {
    Ok(store.increment("visits", 1).await?.to_string())
}

/// The status, `retry-after` and the body.
fn answered(response: TestResponse) -> (StatusCode, Option<String>, String) {
    let retry_after = response.header("retry-after").map(str::to_owned);
    (response.status(), retry_after, response.text())
}

#[test]
fn a_store_that_is_away_is_a_503_to_retry() {
    let client = TestClient::for_handler(visits);
    let away = client.clone().keyvalue_error(|_| Some(ErrorKind::Unavailable));
    let (status, retry_after, text) = answered(away.get("/").send());
    assert_eq!((status, retry_after.as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("1")));
    assert_eq!(text, "", "nothing of the host's message");
    assert_eq!(client.get("/").send().text(), "1");
}

#[test]
fn a_refused_bucket_is_a_500() {
    for kind in [ErrorKind::NoSuchStore, ErrorKind::AccessDenied] {
        let client = TestClient::for_handler(visits).keyvalue_error(move |_| Some(kind));
        let (status, retry_after, text) = answered(client.get("/").send());
        assert_eq!(
            (status, retry_after, text.as_str()),
            (StatusCode::INTERNAL_SERVER_ERROR, None, "")
        );
    }
}

#[test]
fn an_error_names_the_bucket_and_a_way_out() {
    let client = |kind| TestClient::new(|_: Request| async {}).keyvalue_error(move |_| Some(kind));
    let open = |kind| client(kind).block_on(Store::open("todos")).unwrap_err();
    let error = open(ErrorKind::NoSuchStore);
    assert_eq!(error.kind(), ErrorKind::NoSuchStore);
    let message = "the host has no bucket `todos`: create it there, or open one that it has";
    assert_eq!(error.to_string(), message);
    let error = open(ErrorKind::AccessDenied);
    assert_eq!(error.to_string(), "the host denies access to the bucket `todos`: allow it there");
}

#[test]
fn operations_fail_one_by_one() {
    let mut operations = Vec::new();
    for failing in [
        KeyvalueOperation::Get,
        KeyvalueOperation::Set,
        KeyvalueOperation::Delete,
        KeyvalueOperation::Exists,
        KeyvalueOperation::Increment,
        KeyvalueOperation::Keys,
    ] {
        let client = TestClient::new(|_: Request| async {});
        let client = client.keyvalue_error(move |operation| {
            (operation == failing).then_some(ErrorKind::Unavailable)
        });
        let failed = client.block_on(async {
            let store = Store::open("todos").await.unwrap();
            [
                store.get::<u8>("key").await.is_err(),
                store.get_many_bytes(["key"]).await.is_err(),
                store.set("key", &1).await.is_err(),
                store.set_many([("key", 1)]).await.is_err(),
                store.delete("key").await.is_err(),
                store.delete_many(["key"]).await.is_err(),
                store.exists("key").await.is_err(),
                store.increment("counter", 1).await.is_err(),
                store.keys().next_page().await.is_err(),
            ]
        });
        operations.push(failed.map(u8::from));
    }
    assert_eq!(
        operations,
        [
            [1, 1, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 1, 1, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 1, 1, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 1, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 1, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 1],
        ]
    );
}

#[test]
fn a_failed_page_is_asked_for_again() {
    let mut calls = 0;
    let client = TestClient::new(|_: Request| async {}).keyvalue_error(move |operation| {
        calls += u32::from(operation == KeyvalueOperation::Keys);
        (operation == KeyvalueOperation::Keys && calls == 2).then_some(ErrorKind::Unavailable)
    });
    let test = client.block_on(async {
        let store = Store::open("todos").await?;
        store.set_many((0..40).map(|number| (number.to_string(), number))).await?;
        let mut keys = store.keys();
        let mut listed = keys.next_page().await?.unwrap();
        assert!(keys.next_page().await.is_err());
        while let Some(page) = keys.next_page().await? {
            listed.extend(page);
        }
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), 40);
        Ok::<(), Error>(())
    });
    test.unwrap();
}

#[test]
fn a_store_that_comes_back_is_used_again() {
    let mut calls = 0;
    let client = TestClient::for_handler(visits).keyvalue_error(move |operation| {
        calls += u32::from(operation == KeyvalueOperation::Increment);
        (operation == KeyvalueOperation::Increment && calls == 1).then_some(ErrorKind::Unavailable)
    });
    assert_eq!(client.get("/").send().status(), 503);
    // Nothing was repeated here, so this is the first one that counts.
    assert_eq!(client.get("/").send().text(), "1");
}

#[test]
fn the_default_bucket_is_the_one_without_a_name_where_there_is_no_other() {
    // wasmtime's has no name.
    let mut opened = 0;
    let client = TestClient::new(|_: Request| async {}).keyvalue("", "key", &1);
    let nameless = client.clone().keyvalue_error(move |operation| {
        opened += u32::from(operation == KeyvalueOperation::Open);
        (operation == KeyvalueOperation::Open && opened == 1).then_some(ErrorKind::NoSuchStore)
    });
    let read = async { Store::open_default().await?.get::<u8>("key").await };
    assert_eq!(nameless.block_on(read).unwrap(), Some(1));

    let none = client.keyvalue_error(|_| Some(ErrorKind::NoSuchStore));
    let error = none.block_on(Store::open_default()).unwrap_err();
    assert!(error.to_string().contains("`default`"), "{error}");
}

#[test]
fn a_value_of_another_type_is_named_without_its_content() {
    let client = TestClient::new(|_: Request| async {}).keyvalue("default", "s3cret-key", "s3cret");
    let read = async { Store::open_default().await?.get::<u32>("s3cret-key").await };
    let error = client.block_on(read).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidValue);
    let message = error.to_string();
    assert!(
        message.contains("no `u32`: invalid type, expected u32 at line 1 column 8"),
        "{message}"
    );
    assert!(!format!("{error:?}{message}").contains("s3cret"), "{error:?}");
    assert_eq!(error.into_response().status(), 500);
}

#[test]
fn a_value_that_is_no_json_is_not_set() {
    #[derive(Serialize)]
    struct Planets(#[serde(serialize_with = "refused")] ());

    fn refused<S: serde::Serializer>(_: &(), _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("no such planet"))
    }

    let client = TestClient::new(|_: Request| async {});
    let test = client.block_on(async {
        let store = Store::open("planets").await?;
        let error = store.set("key", &Planets(())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        assert!(error.to_string().contains("no such planet"), "{error}");
        assert!(store.set_many([("key", Planets(()))]).await.is_err());
        assert!(!store.exists("key").await?);
        Ok::<(), Error>(())
    });
    test.unwrap();
}

#[test]
fn an_error_keeps_its_status_as_an_error_of_doorway() {
    async fn page(store: Store) -> Result<String, doorway::Error> {
        Ok(store.increment("visits", 1).await?.to_string())
    }

    let client = TestClient::new(Router::new().route("/", get(page)));
    let away = client.keyvalue_error(|operation| {
        (operation == KeyvalueOperation::Increment).then_some(ErrorKind::Unavailable)
    });
    assert_eq!(away.get("/").send().status(), 503);
}
