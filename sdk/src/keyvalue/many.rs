//! Operations on several keys of a [`Store`], each of which is one call of the host.

use bytes::Bytes;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::key::encode;
use super::value::{decoded, encoded};
use super::{Error, Store};

impl Store {
    /// Returns values of JSON, in the order of the keys; `None` for each key that is not there.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("moons").await?;
    /// store.set_many([("Earth", 1), ("Mars", 2)]).await?;
    ///
    /// let moons = store.get_many::<u32>(["Mars", "Venus", "Earth"]).await?;
    /// assert_eq!(moons, [Some(2), None, Some(1)]);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get) for each of them.
    pub async fn get_many<T: DeserializeOwned>(
        &self,
        keys: impl IntoIterator<Item: AsRef<str>>,
    ) -> Result<Vec<Option<T>>, Error> {
        let values = self.values(all_encoded(keys)).await?;
        values.iter().map(|value| value.as_deref().map(decoded).transpose()).collect()
    }

    /// Returns values as bytes, in the order of the keys; `None` for each key that is not there.
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn get_many_bytes(
        &self,
        keys: impl IntoIterator<Item: AsRef<str>>,
    ) -> Result<Vec<Option<Bytes>>, Error> {
        self.values(all_encoded(keys)).await
    }

    /// Sets values, each as JSON, and replaces those that were there. If it fails, some may be set.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set) for each of them. With a value that cannot be serialized none is set.
    pub async fn set_many<T: Serialize>(
        &self,
        values: impl IntoIterator<Item = (impl AsRef<str>, T)>,
    ) -> Result<(), Error> {
        let values = values.into_iter();
        let values = values.map(|(key, value)| Ok((encode(key.as_ref()), encoded(&value)?)));
        self.bucket.set_many(values.collect::<Result<_, Error>>()?).await
    }

    /// Sets values of bytes, and replaces those that were there. If it fails, some may be set.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("maps").await?;
    /// store.set_many_bytes([("Earth", b"blue"), ("Mars", b"red ")]).await?;
    ///
    /// let maps = store.get_many_bytes(["Mars", "Venus"]).await?;
    /// assert_eq!(maps, [Some("red ".into()), None]);
    ///
    /// store.delete_many(["Earth", "Mars"]).await?;
    /// assert_eq!(store.get_many_bytes(["Earth"]).await?, [None]);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn set_many_bytes(
        &self,
        values: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
    ) -> Result<(), Error> {
        let values = values.into_iter();
        let values = values.map(|(key, value)| (encode(key.as_ref()), value.as_ref().to_vec()));
        self.bucket.set_many(values.collect()).await
    }

    /// Deletes keys and their values. If it fails, some may be deleted.
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn delete_many(
        &self,
        keys: impl IntoIterator<Item: AsRef<str>>,
    ) -> Result<(), Error> {
        self.bucket.delete_many(&all_encoded(keys)).await
    }

    /// The values in the order of the keys, in whichever the host returns them.
    async fn values(&self, keys: Vec<String>) -> Result<Vec<Option<Bytes>>, Error> {
        let found = self.bucket.get_many(&keys).await?;
        let mut found: Vec<(String, Bytes)> =
            found.into_iter().flatten().map(|(key, value)| (key, value.into())).collect();
        found.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let value = |key: &String| {
            let at = found.binary_search_by(|(found, _)| found.cmp(key)).ok()?;
            Some(found[at].1.clone())
        };
        Ok(keys.iter().map(value).collect())
    }
}
fn all_encoded(keys: impl IntoIterator<Item: AsRef<str>>) -> Vec<String> {
    keys.into_iter().map(|key| encode(key.as_ref())).collect()
}
