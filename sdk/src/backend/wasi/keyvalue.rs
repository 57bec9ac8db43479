//! A bucket of the host. Its functions are the same on both versions of WASI, and are not async on either.

use crate::keyvalue::{Error, ErrorKind};

#[allow(unsafe_code, missing_docs, unreachable_pub, rustdoc::bare_urls)]
#[allow(clippy::semicolon_if_nothing_returned)]
#[rustfmt::skip]
mod bindings;

use bindings::wasi::keyvalue::{atomics, batch, store};

/// An open bucket.
pub(crate) struct Bucket(store::Bucket);

impl Bucket {
    pub(crate) async fn open(name: &str) -> Result<Self, Error> {
        Ok(Self(store::open(name)?))
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.0.get(key)?)
    }

    pub(crate) async fn set(&self, key: &str, value: Vec<u8>) -> Result<(), Error> {
        Ok(self.0.set(key, &value)?)
    }

    pub(crate) async fn delete(&self, key: &str) -> Result<(), Error> {
        Ok(self.0.delete(key)?)
    }

    pub(crate) async fn exists(&self, key: &str) -> Result<bool, Error> {
        Ok(self.0.exists(key)?)
    }

    pub(crate) async fn increment(&self, key: &str, delta: u64) -> Result<u64, Error> {
        Ok(atomics::increment(&self.0, key, delta)?)
    }

    /// A page of keys, and the cursor of the next one.
    pub(crate) async fn list(
        &self,
        cursor: Option<u64>,
    ) -> Result<(Vec<String>, Option<u64>), Error> {
        let store::KeyResponse { keys, cursor } = self.0.list_keys(cursor)?;
        Ok((keys, cursor))
    }

    /// The keys that are there, with their values.
    pub(crate) async fn get_many(
        &self,
        keys: &[String],
    ) -> Result<Vec<Option<(String, Vec<u8>)>>, Error> {
        Ok(batch::get_many(&self.0, keys)?)
    }

    pub(crate) async fn set_many(&self, values: Vec<(String, Vec<u8>)>) -> Result<(), Error> {
        Ok(batch::set_many(&self.0, &values)?)
    }

    pub(crate) async fn delete_many(&self, keys: &[String]) -> Result<(), Error> {
        Ok(batch::delete_many(&self.0, keys)?)
    }
}

impl From<store::Error> for Error {
    #[cold]
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NoSuchStore => {
                Self::new(ErrorKind::NoSuchStore, "the host has no such bucket any more")
            }
            store::Error::AccessDenied => {
                Self::new(ErrorKind::AccessDenied, "the host denies this access to the bucket")
            }
            store::Error::Other(message) => Self::unavailable(message),
        }
    }
}
