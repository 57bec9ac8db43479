//! The keys of a store.

use doorway::Request;
use doorway::keyvalue::{Error, Keys, Store};
use doorway::testing::TestClient;

fn in_store<T>(test: impl AsyncFnOnce(Store) -> Result<T, Error>) -> T {
    let client = TestClient::new(|_: Request| async {});
    client.block_on(async { test(Store::open("keys").await?).await }).unwrap()
}

async fn all(mut keys: Keys) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    while let Some(page) = keys.next_page().await? {
        assert!(!page.is_empty());
        all.extend(page);
    }
    Ok(all)
}

#[test]
fn an_empty_store_has_no_page() {
    in_store(async |store| {
        let mut keys = store.keys();
        assert_eq!(keys.cursor(), None);
        assert_eq!(keys.next_page().await?, None);
        assert_eq!(keys.next_page().await?, None);
        Ok(())
    });
}

#[test]
fn pages_have_each_key_once_and_unsorted() {
    let expected: Vec<String> = (100..200).map(|number| format!("todo:{number}")).collect();
    in_store(async |store| {
        store.set_many(expected.iter().map(|key| (key, ""))).await?;
        let mut listed = all(store.keys()).await?;
        // No host promises an order, so tests find an app that relies on one.
        assert!(!listed.is_sorted());
        listed.sort_unstable();
        assert_eq!(listed, expected);
        Ok(())
    });
}

#[test]
fn a_cursor_continues_a_list() {
    in_store(async |store| {
        store.set_many((100..200).map(|number| (number.to_string(), number))).await?;
        let mut keys = store.keys();
        let mut listed = keys.next_page().await?.unwrap();
        assert!(listed.len() < 100);
        let cursor = keys.cursor().unwrap();
        listed.extend(all(store.keys().starting_at(cursor)).await?);
        listed.sort_unstable();
        assert_eq!(listed, (100..200).map(|number| number.to_string()).collect::<Vec<_>>());

        assert_eq!(store.keys().starting_at(u64::MAX).next_page().await?, None);
        Ok(())
    });
}

#[test]
fn the_last_page_has_no_cursor() {
    in_store(async |store| {
        store.set("only", &1).await?;
        let mut keys = store.keys();
        assert_eq!(keys.next_page().await?, Some(vec!["only".to_owned()]));
        assert_eq!(keys.cursor(), None);
        assert_eq!(keys.next_page().await?, None);
        Ok(())
    });
}
