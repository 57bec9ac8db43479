//! The key-value stores of the embedded host, behind one trait: a [`File`], and with the features of the same names a
//! Redis and a NATS that several hosts share.
//!
//! It knows no wasmtime: `doorway-host-wasi` gives components what is here as `wasi:keyvalue`.

mod file;
mod limits;
#[cfg(feature = "nats")]
mod nats;
#[cfg(feature = "redis")]
mod redis;
mod shared;

pub use file::{File, OpenError};
pub use limits::{Limited, MAX_BATCH, MAX_BATCH_BYTES, MAX_BUCKET, MAX_KEY, MAX_VALUE};
#[cfg(feature = "nats")]
pub use nats::Nats;
#[cfg(feature = "redis")]
pub use redis::Redis;
pub use shared::{AddressError, shared};

use async_trait::async_trait;

/// The bucket of those that name none, which is also the one of the name `""`.
pub const DEFAULT_BUCKET: &str = "default";

/// Why a store did not do what it was asked for: the errors of `wasi:keyvalue`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no bucket of that name.
    #[error("there is no such bucket")]
    NoSuchStore,
    /// The store refuses this client.
    #[error("the store denies access")]
    AccessDenied,
    /// Anything else, in words.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// An error in words.
    pub fn other(message: impl Into<String>) -> Self {
        Self::Other(message.into())
    }
}

/// The result of an operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A page of keys, and the cursor of the next one, if there may be more.
pub type Page = (Vec<String>, Option<u64>);

/// A store of buckets, which are made when they are first written to.
///
/// [`Limited`] is what a component gets: it refuses what is too large, and does not wait forever.
#[async_trait]
pub trait Store: Send + Sync {
    /// Where the data is, without credentials.
    fn place(&self) -> String;

    /// Checks that a bucket can be used.
    async fn open(&self, bucket: &str) -> Result<()>;

    /// Returns the value of a key.
    async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>>;

    /// Returns whether a key is there.
    async fn exists(&self, bucket: &str, key: &str) -> Result<bool>;

    /// Returns the values of several keys, in their order.
    async fn get_many(&self, bucket: &str, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>>;

    /// Sets several values. They last once it has returned.
    async fn set_many(&self, bucket: &str, values: Vec<(String, Vec<u8>)>) -> Result<()>;

    /// Deletes several keys; those that are not there are none to delete.
    async fn delete_many(&self, bucket: &str, keys: Vec<String>) -> Result<()>;

    /// Adds to the number that a key has, which is 0 if it is not there, and returns the sum. Every addition counts.
    async fn increment(&self, bucket: &str, key: &str, delta: u64) -> Result<u64>;

    /// Returns a page of keys. A key that is there from the first page to the last is on one of them.
    async fn keys(&self, bucket: &str, cursor: Option<u64>) -> Result<Page>;
}
