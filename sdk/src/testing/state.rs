//! Stores and configuration of tests.

use std::rc::Rc;

#[cfg(feature = "keyvalue")]
use serde_core::Serialize;

use super::client::TestClient;
#[cfg(feature = "keyvalue")]
use crate::keyvalue::operation::KeyvalueOperation;
#[cfg(feature = "keyvalue")]
use crate::keyvalue::{ErrorKind, Store};

#[cfg(feature = "keyvalue")]
impl TestClient {
    /// Sets a value of a [store](crate::keyvalue), as JSON, before the requests of a test.
    ///
    /// The stores of a client are in memory and begin empty, with a bucket for every name; the
    /// default one is `default`. All requests of the client and its clones have the same.
    /// [`block_on`](Self::block_on) reads them, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    /// use doorway::testing::TestClient;
    ///
    /// async fn rename(store: Store) -> Result<(), Error> {
    ///     let name: String = store.get("name").await?.unwrap_or_default();
    ///     store.set("name", &name.to_uppercase()).await
    /// }
    ///
    /// let client = TestClient::for_handler(rename).keyvalue("default", "name", "Ford");
    /// client.get("/").send();
    ///
    /// let stored = client.block_on(async { Store::open("default").await?.get("name").await });
    /// assert_eq!(stored?, Some("FORD".to_owned()));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized as JSON.
    #[track_caller]
    pub fn keyvalue<T: Serialize + ?Sized>(
        self,
        bucket: impl AsRef<str>,
        key: impl AsRef<str>,
        value: &T,
    ) -> Self {
        let mut reliable = self.clone();
        let host = Rc::make_mut(&mut reliable.host);
        host.stores = host.stores.reliable();
        let set = reliable.block_on(async { Store::open(bucket).await?.set(key, value).await });
        if let Err(error) = set {
            panic!("the value cannot be set: {error}");
        }
        self
    }

    /// Lets operations of [stores](crate::keyvalue) fail: those for which the function returns a
    /// kind of error.
    ///
    /// Clones that were made before have the same values, and no failures.
    ///
    /// # Examples
    ///
    /// A store that can be read only:
    ///
    /// ```
    /// use doorway::keyvalue::{Error, ErrorKind, Store};
    /// use doorway::testing::{KeyvalueOperation, TestClient};
    ///
    /// async fn visits(store: Store) -> Result<String, Error> {
    ///     Ok(store.increment("visits", 1).await?.to_string())
    /// }
    ///
    /// let client = TestClient::for_handler(visits);
    /// let busy = client.clone().keyvalue_error(|operation| match operation {
    ///     KeyvalueOperation::Increment => Some(ErrorKind::Unavailable),
    ///     _ => None,
    /// });
    /// assert_eq!(busy.get("/").send().status(), 503);
    /// assert_eq!(client.get("/").send().text(), "1");
    /// ```
    pub fn keyvalue_error(
        mut self,
        fails: impl FnMut(KeyvalueOperation) -> Option<ErrorKind> + Send + 'static,
    ) -> Self {
        let host = Rc::make_mut(&mut self.host);
        host.stores = host.stores.failing(fails);
        self
    }
}

#[cfg(feature = "config")]
impl TestClient {
    /// Sets a value of the [configuration](crate::config).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::config::{Config, Error};
    /// use doorway::testing::TestClient;
    ///
    /// async fn limit(config: Config) -> Result<String, Error> {
    ///     let limit: u32 = config.get("limit")?.unwrap_or(20);
    ///     Ok(limit.to_string())
    /// }
    ///
    /// let client = TestClient::for_handler(limit);
    /// assert_eq!(client.get("/").send().text(), "20");
    /// assert_eq!(client.config("limit", 100).get("/").send().text(), "100");
    /// ```
    pub fn config(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        Rc::make_mut(&mut self.host).config.insert(name.into(), value.to_string());
        self
    }
}
