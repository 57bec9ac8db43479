//! [`Store`]: a bucket of keys and values.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::key::encode;
use super::value::{decoded, encoded};
use super::{Error, ErrorKind, Keys};
use crate::extract::FromRequestParts;
use crate::port::keyvalue::Bucket;
use crate::request::Parts;

/// The name of the bucket for those that name none.
const DEFAULT: &str = "default";

/// The configuration that names another one, as all hosts allow.
#[cfg(feature = "config")]
const BUCKET: &str = "keyvalue_bucket";

/// A bucket of keys and values, which outlives the instance. See the [module](super) for the
/// guarantees of hosts.
///
/// As an extractor it is the [default bucket](Self::open_default). A clone is the same bucket. Open
/// it for each request and do not keep it in the app's state: a host may close it when its own
/// connection is lost.
///
/// # Examples
///
/// ```
/// use doorway::extract::Path;
/// use doorway::http::StatusCode;
/// use doorway::keyvalue::{Error, Store};
/// use doorway::testing::TestClient;
/// use doorway::{Json, Router, routing::get};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Deserialize, PartialEq, Serialize)]
/// struct Planet {
///     moons: u32,
/// }
///
/// async fn read(Path(name): Path<String>, store: Store) -> Result<Json<Planet>, StatusCode> {
///     match store.get(format!("planet:{name}")).await {
///         Ok(Some(planet)) => Ok(Json(planet)),
///         Ok(None) => Err(StatusCode::NOT_FOUND),
///         Err(error) => Err(error.status()),
///     }
/// }
///
/// async fn write(
///     Path(name): Path<String>,
///     store: Store,
///     Json(planet): Json<Planet>,
/// ) -> Result<StatusCode, Error> {
///     store.set(format!("planet:{name}"), &planet).await?;
///     Ok(StatusCode::NO_CONTENT)
/// }
///
/// let client = TestClient::new(Router::new().route("/{name}", get(read).put(write)));
/// assert_eq!(client.get("/Mars").send().status(), 404);
/// client.put("/Mars").json(&Planet { moons: 2 }).send();
/// assert_eq!(client.get("/Mars").send().json::<Planet>(), Planet { moons: 2 });
/// ```
#[derive(Clone)]
#[doc(alias("bucket", "cache", "database", "kv", "session"))]
pub struct Store {
    pub(super) bucket: Arc<Bucket>,
}

impl Store {
    /// Opens a bucket. Every host has some names only: see the [module](super).
    ///
    /// # Errors
    ///
    /// [`NoSuchStore`](ErrorKind::NoSuchStore) and [`AccessDenied`](ErrorKind::AccessDenied) of a
    /// host that does not give it, [`Unavailable`](ErrorKind::Unavailable) if the host cannot reach
    /// it.
    pub async fn open(name: impl AsRef<str>) -> Result<Self, Error> {
        let name = name.as_ref();
        let opened = Bucket::open(name).await;
        let bucket = opened.map_err(|error| match error.kind() {
            ErrorKind::NoSuchStore => Error::new(
                ErrorKind::NoSuchStore,
                format!(
                    "the host has no bucket `{name}`: create it there, or open one that it has"
                ),
            ),
            ErrorKind::AccessDenied => Error::new(
                ErrorKind::AccessDenied,
                format!("the host denies access to the bucket `{name}`: allow it there"),
            ),
            _ => error,
        })?;
        Ok(Self { bucket: Arc::new(bucket) })
    }

    /// Opens the default bucket, as the extractor does.
    ///
    /// With feature `config` it has the name that the host's
    /// [configuration](crate::config) `keyvalue_bucket` sets, if there is one. It is `default`
    /// otherwise, or the one without a name, `""`, at a host that has no `default`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open_default().await?;
    /// store.set("answer", &42).await?;
    ///
    /// assert_eq!(Store::open("default").await?.get("answer").await?, Some(42));
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); [`Unavailable`](ErrorKind::Unavailable) also if the configuration is.
    pub async fn open_default() -> Result<Self, Error> {
        #[cfg(feature = "config")]
        if let Some(name) = crate::config::Config::new().get::<String>(BUCKET).map_err(|error| {
            let kind = ErrorKind::Unavailable;
            Error::new(kind, format!("the name of the bucket is unknown: {error}"))
        })? {
            return Self::open(name).await;
        }
        let none = match Self::open(DEFAULT).await {
            Err(error) if error.kind() == ErrorKind::NoSuchStore => error,
            opened => return opened,
        };
        Self::open("").await.map_err(|error| match error.kind() {
            ErrorKind::Unavailable => error,
            _ => none,
        })
    }

    /// Returns a value of JSON; `None` if there is no such key.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("planets").await?;
    /// store.set("Earth", &vec!["Moon"]).await?;
    ///
    /// let moons = store.get::<Vec<String>>("Earth").await?;
    /// assert_eq!(moons.unwrap_or_default(), ["Moon"]);
    /// assert_eq!(store.get::<Vec<String>>("Venus").await?, None);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](ErrorKind::InvalidValue) if it is not JSON of the type, and the errors of
    /// the store.
    pub async fn get<T: DeserializeOwned>(&self, key: impl AsRef<str>) -> Result<Option<T>, Error> {
        let value = self.bucket.get(&encode(key.as_ref())).await?;
        value.map(|value| decoded(&value)).transpose()
    }

    /// Returns a value as bytes; `None` if there is no such key.
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn get_bytes(&self, key: impl AsRef<str>) -> Result<Option<Bytes>, Error> {
        Ok(self.bucket.get(&encode(key.as_ref())).await?.map(Bytes::from))
    }

    /// Sets a value, as JSON, and replaces the one that was there.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](ErrorKind::InvalidValue) if it cannot be serialized as JSON, and the errors
    /// of the store.
    pub async fn set<T: Serialize + ?Sized>(
        &self,
        key: impl AsRef<str>,
        value: &T,
    ) -> Result<(), Error> {
        self.bucket.set(&encode(key.as_ref()), encoded(value)?).await
    }

    /// Sets a value of bytes, and replaces the one that was there.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("pictures").await?;
    /// store.set_bytes("dot.gif", b"GIF89a").await?;
    /// assert_eq!(store.get_bytes("dot.gif").await?.unwrap_or_default(), "GIF89a");
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn set_bytes(
        &self,
        key: impl AsRef<str>,
        value: impl AsRef<[u8]>,
    ) -> Result<(), Error> {
        self.bucket.set(&encode(key.as_ref()), value.as_ref().to_vec()).await
    }

    /// Deletes a key and its value, or its counter. It is no error if there is none.
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn delete(&self, key: impl AsRef<str>) -> Result<(), Error> {
        self.bucket.delete(&encode(key.as_ref())).await
    }

    /// Returns whether there is such a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("moons").await?;
    /// store.set("Earth", &1).await?;
    /// assert!(store.exists("Earth").await?);
    ///
    /// store.delete("Earth").await?;
    /// assert!(!store.exists("Earth").await?);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the store.
    pub async fn exists(&self, key: impl AsRef<str>) -> Result<bool, Error> {
        self.bucket.exists(&encode(key.as_ref())).await
    }

    /// Adds to a counter, and returns its new value. A counter that is not there begins with 0.
    ///
    /// Read a counter by adding 0, and change it by this and [`delete`](Self::delete) alone. Each host
    /// stores counters in its own way, so [`get`](Self::get) returns other bytes on each, and some
    /// hosts overwrite a value that [`set`](Self::set) wrote. Natively both are errors.
    ///
    /// It is not repeated if it fails. A failed one may have counted, so repeating it may count twice,
    /// and not repeating it may not count at all. On wasmCloud with NATS, when several requests add to
    /// one counter at the same time, about half of them fail, and some that succeed are lost. So do not
    /// rely on exact counts, and make ids [without a counter](super#ids).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("visits").await?;
    /// assert_eq!(store.increment("/index", 1).await?, 1);
    /// assert_eq!(store.increment("/index", 2).await?, 3);
    /// assert_eq!(store.increment("/index", 0).await?, 3);
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the store. A sum above [`u64::MAX`] is [`Unavailable`](ErrorKind::Unavailable) on
    /// most hosts.
    pub async fn increment(&self, key: impl AsRef<str>, delta: u64) -> Result<u64, Error> {
        self.bucket.increment(&encode(key.as_ref()), delta).await
    }

    /// Lists the keys, page by page: see [`Keys`].
    pub fn keys(&self) -> Keys {
        Keys::new(self.clone())
    }
}

/// The [default bucket](Self::open_default).
impl<S> FromRequestParts<S> for Store {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Error> {
        Self::open_default().await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}
