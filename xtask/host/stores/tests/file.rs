//! The file as a store: what many do at the same time, and what one that is opened again has.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use doorway_stores::{Error, File, Limited, MAX_BATCH, MAX_BATCH_BYTES, MAX_VALUE, Store};
use tokio::task::JoinSet;

fn in_folder(folder: &Path) -> Limited {
    Limited::new(Arc::new(File::in_folder(folder)))
}

async fn set(store: &Limited, key: &str, value: &[u8]) {
    store.set_many("b", vec![(key.to_owned(), value.to_vec())]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_come_together_are_all_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = in_folder(folder.path());
    let mut writers = JoinSet::new();
    for writer in 0..200 {
        let store = store.clone();
        writers.spawn(async move {
            set(&store, &format!("key-{writer}"), b"value").await;
            store.increment("b", "count", 2).await.unwrap()
        });
    }
    let sums: BTreeSet<_> = writers.join_all().await.into_iter().collect();
    // Each has seen another sum.
    assert_eq!((sums.len(), sums.last()), (200, Some(&400)));
    drop(store);
    let store = in_folder(folder.path());
    assert_eq!(store.keys("b", None).await.unwrap().0.len(), 201);
    assert_eq!(store.get("b", "count").await.unwrap().unwrap(), b"400");
}

#[tokio::test]
async fn a_list_neither_repeats_nor_misses_a_key_while_others_come_and_go() {
    let store = Limited::new(Arc::new(File::in_memory()));
    let names = |prefix: &str| (0..MAX_BATCH).map(|n| format!("{prefix}-{n}")).collect::<Vec<_>>();
    let put = async |prefix: &str| {
        let values = names(prefix).into_iter().map(|key| (key, Vec::new())).collect();
        store.set_many("b", values).await.unwrap();
    };
    for prefix in ["early", "stays", "late"] {
        put(prefix).await;
    }
    let (first, cursor) = store.keys("b", None).await.unwrap();
    assert_eq!(first, names("early"));
    // Listed keys go, and come again; others are changed.
    store.delete_many("b", names("early")).await.unwrap();
    put("stays").await;
    put("early").await;
    store.delete_many("b", names("late")).await.unwrap();
    let (second, cursor) = store.keys("b", cursor).await.unwrap();
    assert_eq!(second, names("stays"));
    let (third, end) = store.keys("b", cursor).await.unwrap();
    assert_eq!((third, end), (names("early"), None));
    assert_eq!(store.keys("b", Some(u64::MAX)).await.unwrap(), (vec![], None));
}

#[tokio::test]
async fn numbers_end_where_theirs_end() {
    let store = Limited::new(Arc::new(File::in_memory()));
    assert_eq!(store.increment("b", "n", u64::MAX).await, Ok(u64::MAX));
    assert_eq!(store.increment("b", "n", 0).await, Ok(u64::MAX));
    let error = store.increment("b", "n", 1).await.unwrap_err();
    assert!(error.to_string().starts_with("the sum is larger than"), "{error}");
    // An error of one is none of the others that were written with it.
    let (bad, good) = tokio::join!(store.increment("b", "n", 1), store.increment("b", "m", 1));
    assert!(bad.is_err() && good == Ok(1));
    set(&store, "text", b"-1").await;
    assert!(matches!(store.increment("b", "text", 1).await, Err(Error::Other(_))));
}

#[tokio::test]
async fn batches_have_limits() {
    let store = Limited::new(Arc::new(File::in_memory()));
    let large = vec![0; MAX_VALUE];
    let many = MAX_BATCH_BYTES / MAX_VALUE;
    let keys: Vec<_> = (0..=many).map(|number| number.to_string()).collect();
    let values = keys.iter().map(|key| (key.clone(), large.clone())).collect();
    let error = store.set_many("b", values).await.unwrap_err();
    assert!(error.to_string().contains("take fewer at a time"), "{error}");
    for key in &keys {
        set(&store, key, &large).await;
    }
    assert_eq!(store.get_many("b", &keys[1..]).await.unwrap().len(), many);
    assert!(store.get_many("b", &keys).await.is_err());
    let keys = vec!["k".to_owned(); MAX_BATCH + 1];
    assert!(store.get_many("b", &keys).await.is_err());
    assert!(store.delete_many("b", keys).await.is_err());
    assert_eq!(store.open("../x".to_owned()).await, Err(Error::NoSuchStore));
    assert_eq!(store.open(String::new()).await.as_deref(), Ok("default"));
}

#[tokio::test]
async fn the_folder_is_one_that_version_control_ignores() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/.doorway");
    let file = File::in_folder(&data);
    assert_eq!(file.get("b", "k").await, Ok(None));
    assert_eq!(std::fs::read_to_string(data.join(".gitignore")).unwrap(), "*\n");
    assert!(file.place().ends_with("keyvalue.redb"));
}
