//! Limits of every store: of names, of keys and values, and of the time that an answer may take.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::{DEFAULT_BUCKET, Error, Page, Result, Store};

/// The longest name of a bucket, in bytes.
pub const MAX_BUCKET: usize = 64;

/// The longest key, in bytes.
pub const MAX_KEY: usize = 1024;

/// The largest value, in bytes. It is the limit of NATS, so that what fits here fits there.
pub const MAX_VALUE: usize = 1 << 20;

/// The most keys of one operation.
pub const MAX_BATCH: usize = 1000;

/// The most bytes of the values of one operation.
pub const MAX_BATCH_BYTES: usize = 16 << 20;

/// A store with limits: what a component gets.
#[derive(Clone)]
pub struct Limited {
    store: Arc<dyn Store>,
    patience: Duration,
}

impl std::fmt::Debug for Limited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Limited").field(&self.store.place()).finish()
    }
}

impl Limited {
    /// How long an operation may take by default.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// A store with the limits of this module, and of ten seconds for an operation.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, patience: Self::PATIENCE }
    }

    /// Sets how long an operation may take. Default: 10 seconds.
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Where the data is.
    pub fn place(&self) -> String {
        self.store.place()
    }

    /// Opens a bucket, and returns the name that it has in the store.
    pub async fn open(&self, bucket: String) -> Result<String> {
        let bucket = if bucket.is_empty() { DEFAULT_BUCKET.to_owned() } else { bucket };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if bucket.len() > MAX_BUCKET || !bucket.bytes().all(is_plain) {
            return Err(Error::NoSuchStore);
        }
        self.wait(self.store.open(&bucket)).await?;
        Ok(bucket)
    }

    /// Returns the value of a key.
    pub async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>> {
        valid_key(key)?;
        self.wait(self.store.get(bucket, key)).await
    }

    /// Returns whether a key is there.
    pub async fn exists(&self, bucket: &str, key: &str) -> Result<bool> {
        valid_key(key)?;
        self.wait(self.store.exists(bucket, key)).await
    }

    /// Returns the values of several keys, in their order.
    pub async fn get_many(&self, bucket: &str, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>> {
        valid_keys(keys.iter())?;
        self.wait(self.store.get_many(bucket, keys)).await
    }

    /// Sets several values.
    pub async fn set_many(&self, bucket: &str, values: Vec<(String, Vec<u8>)>) -> Result<()> {
        valid_keys(values.iter().map(|(key, _)| key))?;
        let sizes = || values.iter().map(|(_, value)| value.len());
        if let Some(size) = sizes().find(|&size| size > MAX_VALUE) {
            return Err(Error::other(format!(
                "a value has {size} bytes, and {MAX_VALUE} are allowed: write it in parts"
            )));
        }
        if sizes().sum::<usize>() > MAX_BATCH_BYTES {
            return Err(too_large());
        }
        self.wait(self.store.set_many(bucket, values)).await
    }

    /// Deletes several keys.
    pub async fn delete_many(&self, bucket: &str, keys: Vec<String>) -> Result<()> {
        valid_keys(keys.iter())?;
        self.wait(self.store.delete_many(bucket, keys)).await
    }

    /// Adds to a number, and returns the sum.
    pub async fn increment(&self, bucket: &str, key: &str, delta: u64) -> Result<u64> {
        valid_key(key)?;
        self.wait(self.store.increment(bucket, key, delta)).await
    }

    /// Returns a page of keys.
    pub async fn keys(&self, bucket: &str, cursor: Option<u64>) -> Result<Page> {
        self.wait(self.store.keys(bucket, cursor)).await
    }

    async fn wait<T>(&self, operation: impl Future<Output = Result<T>>) -> Result<T> {
        timeout(self.patience, operation).await.unwrap_or_else(|_| {
            let (place, patience) = (self.place(), self.patience);
            Err(Error::other(format!("{place} has not answered within {patience:?}")))
        })
    }
}

/// The error for values that are too many bytes together.
pub(crate) fn too_large() -> Error {
    Error::other(format!(
        "the values are more than {MAX_BATCH_BYTES} bytes together: take fewer at a time"
    ))
}

fn valid_keys<'a>(mut keys: impl ExactSizeIterator<Item = &'a String>) -> Result<()> {
    let count = keys.len();
    if count > MAX_BATCH {
        return Err(Error::other(format!(
            "{count} keys in one operation, and {MAX_BATCH} are allowed: take fewer at a time"
        )));
    }
    keys.try_for_each(|key| valid_key(key))
}

fn valid_key(key: &str) -> Result<()> {
    match key.len() {
        0 => Err(Error::other("a key is empty: name it")),
        1..=MAX_KEY => Ok(()),
        size => Err(Error::other(format!(
            "a key has {size} bytes, and {MAX_KEY} are allowed: shorten it"
        ))),
    }
}
