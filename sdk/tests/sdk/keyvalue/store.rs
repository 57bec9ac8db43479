//! Values, keys and counters of a store.

use doorway::bytes::Bytes;
use doorway::keyvalue::{Error, ErrorKind, Store};
use doorway::testing::TestClient;
use doorway::{Request, testing};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Todo {
    text: String,
    done: bool,
}

fn todo(text: &str) -> Todo {
    Todo { text: text.to_owned(), done: false }
}

/// A client of no app, whose stores are empty.
fn client() -> TestClient {
    TestClient::new(|_: Request| async {})
}

fn in_store<T>(test: impl AsyncFnOnce(Store) -> Result<T, Error>) -> T {
    client().block_on(async { test(Store::open_default().await?).await }).unwrap()
}

#[test]
fn a_value_is_set_replaced_and_deleted() {
    in_store(async |store| {
        assert_eq!(store.get::<Todo>("1").await?, None);
        assert!(!store.exists("1").await?);

        store.set("1", &todo("sow")).await?;
        store.set("1", &todo("reap")).await?;
        assert_eq!(store.get("1").await?, Some(todo("reap")));
        assert!(store.exists("1").await?);

        store.delete("1").await?;
        store.delete("1").await?;
        assert_eq!(store.get::<Todo>("1").await?, None);
        assert!(!store.exists("1").await?);
        Ok(())
    });
}

#[test]
fn values_are_json_and_bytes() {
    in_store(async |store| {
        store.set("todo", &todo("sow")).await?;
        let bytes = store.get_bytes("todo").await?.unwrap();
        assert_eq!(bytes, r#"{"text":"sow","done":false}"#);

        store.set("text", "plain").await?;
        assert_eq!(store.get_bytes("text").await?.unwrap(), r#""plain""#);
        store.set("none", &None::<u8>).await?;
        assert_eq!(store.get::<Option<u8>>("none").await?, Some(None));

        let every_byte: Vec<u8> = (0..=255).collect();
        store.set_bytes("bytes", &every_byte).await?;
        assert_eq!(store.get_bytes("bytes").await?, Some(Bytes::from(every_byte)));
        store.set_bytes("empty", "").await?;
        assert_eq!(store.get_bytes("empty").await?, Some(Bytes::new()));
        assert_eq!(store.get_bytes("nothing").await?, None);
        Ok(())
    });
}

#[test]
fn any_string_is_a_key() {
    let keys =
        ["", "a", "a b", "a:b", "a/b", "a.b", "A", "-_", "-_3A", ":", "é漢字🚪", "\0\n", "%3A"];
    in_store(async |store| {
        for (number, key) in keys.iter().enumerate() {
            store.set(key, &number).await?;
        }
        for (number, key) in keys.iter().enumerate() {
            assert_eq!(store.get(key).await?, Some(number), "{key:?}");
        }
        let mut listed = store.keys().next_page().await?.unwrap();
        listed.sort_unstable();
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        assert_eq!(listed, sorted);
        Ok(())
    });
}

#[test]
fn several_values_have_the_order_of_their_keys() {
    in_store(async |store| {
        store.set_many([("a:1", todo("sow")), ("a:2", todo("reap"))]).await?;
        let found = store.get_many(["a:2", "a:3", "a:1", "a:2"]).await?;
        let expected = [Some(todo("reap")), None, Some(todo("sow")), Some(todo("reap"))];
        assert_eq!(found, expected);

        store.set_many_bytes([(String::from("x"), [1, 2]), (String::from("y"), [3, 4])]).await?;
        let found = store.get_many_bytes(["y", "z", "x"]).await?;
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].as_deref(), Some(&[3, 4][..]));
        assert_eq!(found[1], None);

        store.delete_many(["a:1", "a:3", "x"]).await?;
        let left = store.get_many_bytes(["a:1", "a:2", "x", "y"]).await?;
        assert_eq!(
            left.iter().map(Option::is_some).collect::<Vec<_>>(),
            [false, true, false, true]
        );

        let none: [&str; 0] = [];
        assert_eq!(store.get_many::<Todo>(none).await?, []);
        store.set_many([("", ""); 0]).await?;
        store.delete_many(none).await
    });
}

#[test]
fn a_counter_counts_from_zero() {
    in_store(async |store| {
        assert_eq!(store.increment("visits", 0).await?, 0);
        assert!(store.exists("visits").await?);
        assert_eq!(store.increment("visits", 2).await?, 2);
        assert_eq!(store.increment("visits", u64::MAX - 2).await?, u64::MAX);
        assert_eq!(store.increment("visits", 1).await.unwrap_err().kind(), ErrorKind::Unavailable);
        assert_eq!(store.increment("visits", 0).await?, u64::MAX);
        store.delete("visits").await?;
        assert_eq!(store.increment("visits", 1).await?, 1);
        Ok(())
    });
}

#[test]
fn a_counter_and_a_value_are_not_the_same() {
    in_store(async |store| {
        store.increment("visits", 1).await?;
        let error = store.get::<u64>("visits").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        assert!(error.to_string().contains("`increment`"), "{error}");
        assert!(store.get_many::<u64>(["visits"]).await.is_err());

        store.set("count", &1).await?;
        assert!(store.increment("count", 1).await.is_err());
        assert_eq!(store.get("count").await?, Some(1));
        Ok(())
    });
}

#[test]
fn a_bucket_has_its_own_keys() {
    let client = client();
    let test = client.block_on(async {
        let (one, other) = (Store::open("one").await?, Store::open("other").await?);
        one.set("key", &1).await?;
        assert_eq!(other.get::<u8>("key").await?, None);
        assert_eq!(Store::open("one").await?.get("key").await?, Some(1));
        assert_eq!(one.clone().get("key").await?, Some(1));
        Ok::<(), Error>(())
    });
    test.unwrap();
}

#[test]
fn outside_of_a_client_a_thread_has_a_store() {
    let test = async {
        Store::open("outside").await?.set("key", &1).await?;
        Store::open("outside").await?.get("key").await
    };
    assert_eq!(testing::block_on(test).unwrap(), Some(1));
    let of_client =
        client().block_on(async { Store::open("outside").await?.get::<u8>("key").await });
    assert_eq!(of_client.unwrap(), None);
}

#[test]
fn a_store_and_its_futures_are_send() {
    fn assert_send<T: Send>(_: &T) {}
    fn assert_sync<T: Send + Sync>() {}
    assert_sync::<Store>();
    assert_sync::<Error>();
    in_store(async |store| {
        assert_send(&Store::open("other"));
        assert_send(&store.get::<Todo>("1"));
        assert_send(&store.set("1", "value"));
        assert_send(&store.increment("1", 1));
        assert_send(&store.get_many::<Todo>(["1"]));
        assert_send(&store.keys().next_page());
        Ok(())
    });
}
