//! Stores of tests: in memory, and no more accommodating than hosts are.
//!
//! Keys are listed in an order that is not theirs, in short pages. A counter is read by `increment`
//! alone, and a value is no counter. Before each operation other requests have their turn, as those in
//! other instances have on a host.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::keyvalue::operation::KeyvalueOperation as Operation;
use crate::keyvalue::{Error, ErrorKind};
use crate::task::tasks;
use crate::warm::refuse;

/// The keys of a page.
const PAGE: usize = 16;

/// The buckets of a test, by their names. Clones have the same content.
#[derive(Clone, Default)]
pub(crate) struct Stores {
    buckets: Arc<Mutex<BTreeMap<String, Values>>>,
    fails: Option<Arc<Mutex<Fails>>>,
}

type Values = BTreeMap<String, Value>;

/// The kind of error that an operation fails with, if it does.
type Fails = dyn FnMut(Operation) -> Option<ErrorKind> + Send;

enum Value {
    Bytes(Vec<u8>),
    Counter(u64),
}

/// An open bucket.
pub(crate) struct Bucket {
    name: String,
    stores: Stores,
}

impl Stores {
    /// The same content, of which some operations fail.
    pub(crate) fn failing(
        &self,
        fails: impl FnMut(Operation) -> Option<ErrorKind> + Send + 'static,
    ) -> Self {
        Self { buckets: self.buckets.clone(), fails: Some(Arc::new(Mutex::new(fails))) }
    }

    /// The same content, of which no operation fails.
    pub(crate) fn reliable(&self) -> Self {
        Self { buckets: self.buckets.clone(), fails: None }
    }

    fn result(&self, operation: Operation) -> Result<(), Error> {
        let Some(fails) = &self.fails else { return Ok(()) };
        let kind = fails.lock().unwrap_or_else(PoisonError::into_inner)(operation);
        match kind {
            None => Ok(()),
            Some(ErrorKind::Unavailable) => {
                Err(Error::unavailable("by `keyvalue_error` of a test"))
            }
            Some(kind) => Err(Error::new(kind, "by `keyvalue_error` of a test")),
        }
    }
}

impl Bucket {
    pub(crate) async fn open(name: &str) -> Result<Self, Error> {
        refuse("opens a key-value store");
        let stores = tasks::current().host().stores.clone();
        turn().await;
        stores.result(Operation::Open)?;
        Ok(Self { name: name.to_owned(), stores })
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.run(Operation::Get, |values| values.get(key).map(read).transpose()).await
    }

    pub(crate) async fn set(&self, key: &str, value: Vec<u8>) -> Result<(), Error> {
        self.set_many(vec![(key.to_owned(), value)]).await
    }

    pub(crate) async fn delete(&self, key: &str) -> Result<(), Error> {
        self.delete_many(&[key.to_owned()]).await
    }

    pub(crate) async fn exists(&self, key: &str) -> Result<bool, Error> {
        self.run(Operation::Exists, |values| Ok(values.contains_key(key))).await
    }

    pub(crate) async fn increment(&self, key: &str, delta: u64) -> Result<u64, Error> {
        let increment = |values: &mut Values| {
            let value = values.entry(key.to_owned()).or_insert(Value::Counter(0));
            let Value::Counter(count) = value else {
                return Err(Error::unavailable("the value was not made by `increment`"));
            };
            *count = count.checked_add(delta).ok_or_else(|| Error::unavailable("an overflow"))?;
            Ok(*count)
        };
        self.run(Operation::Increment, increment).await
    }

    /// A page of keys, and the cursor of the next one.
    pub(crate) async fn list(
        &self,
        cursor: Option<u64>,
    ) -> Result<(Vec<String>, Option<u64>), Error> {
        let list = |values: &mut Values| {
            let hasher = BuildHasherDefault::<DefaultHasher>::default();
            let mut keys: Vec<String> = values.keys().cloned().collect();
            keys.sort_by_key(|key| hasher.hash_one(key));
            let start = usize::try_from(cursor.unwrap_or(0)).unwrap_or(usize::MAX);
            let end = keys.len().min(start.saturating_add(PAGE));
            let next = (end < keys.len()).then_some(end as u64);
            Ok((keys.get(start..end).unwrap_or_default().to_vec(), next))
        };
        self.run(Operation::Keys, list).await
    }

    /// The keys that are there, with their values.
    pub(crate) async fn get_many(
        &self,
        keys: &[String],
    ) -> Result<Vec<Option<(String, Vec<u8>)>>, Error> {
        let get = |values: &mut Values| {
            let value = |key: &String| {
                let Some(value) = values.get(key) else { return Ok(None) };
                Ok(Some((key.clone(), read(value)?)))
            };
            keys.iter().map(value).collect()
        };
        self.run(Operation::Get, get).await
    }

    pub(crate) async fn set_many(&self, new: Vec<(String, Vec<u8>)>) -> Result<(), Error> {
        let new = new.into_iter().map(|(key, value)| (key, Value::Bytes(value)));
        self.run(Operation::Set, |values| {
            values.extend(new);
            Ok(())
        })
        .await
    }

    pub(crate) async fn delete_many(&self, keys: &[String]) -> Result<(), Error> {
        self.run(Operation::Delete, |values| {
            values.retain(|key, _| !keys.contains(key));
            Ok(())
        })
        .await
    }

    async fn run<T>(
        &self,
        operation: Operation,
        run: impl FnOnce(&mut Values) -> Result<T, Error>,
    ) -> Result<T, Error> {
        turn().await;
        self.stores.result(operation)?;
        let mut buckets = locked(&self.stores.buckets);
        run(buckets.entry(self.name.clone()).or_default())
    }
}

fn read(value: &Value) -> Result<Vec<u8>, Error> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.clone()),
        // Each host has other bytes for it.
        Value::Counter(_) => {
            let message = "a counter is read by `increment` with 0, and not as a value";
            Err(Error::new(ErrorKind::InvalidValue, message))
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets others have their turn.
async fn turn() {
    let mut is_over = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut is_over, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
