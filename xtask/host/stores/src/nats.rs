//! JetStream's key-value store, the one of NATS, that several hosts share.
//!
//! A bucket is one of JetStream, which is made if it is not there. A counter is decimal text, and is counted by
//! compare-and-set, as NATS adds nothing up by itself.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::kv::{self, Operation, UpdateErrorKind};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, ServerAddr};
use async_trait::async_trait;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::sync::{self, OnceCell};

use crate::limits::too_large;
use crate::shared::AddressError;
use crate::{Error, MAX_BATCH, MAX_BATCH_BYTES, Page, Result, Store};

/// How long NATS may take to accept a connection, and to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many operations of a batch are under way at a time.
const AT_A_TIME: usize = 16;

/// How often a counter is tried that other hosts have changed meanwhile.
const TRIES: u32 = 64;

/// How long a list may take to be read.
const LIST: Duration = Duration::from_secs(5);

/// A store in NATS, version 2.10 or newer, with JetStream.
pub struct Nats {
    address: ServerAddr,
    /// Without credentials.
    place: String,
    client: OnceCell<(Client, Context)>,
    buckets: Mutex<HashMap<String, kv::Store>>,
    /// Held while a counter is changed, so that requests of this host do not get in each other's way.
    counting: sync::Mutex<()>,
}

impl Nats {
    /// The store at `nats://HOST:PORT`, which is not connected yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL.
    pub fn at(url: &str) -> Result<Self, AddressError> {
        let address: ServerAddr = url.parse().map_err(|_| {
            AddressError::new(
                "the URL of the NATS server is not a valid one",
                "write it as nats://HOST:PORT",
            )
        })?;
        let place = format!("NATS at {}:{}", address.host(), address.port());
        let (client, buckets, counting) = Default::default();
        Ok(Self { address, place, client, buckets, counting })
    }

    async fn context(&self) -> Result<&Context> {
        let connect = async || {
            let options = ConnectOptions::new()
                .connection_timeout(PATIENCE)
                .request_timeout(Some(PATIENCE))
                .reconnect_delay_callback(|tries| {
                    Duration::from_millis(50) * u32::try_from(tries.min(10)).unwrap_or(10)
                });
            let client = options.connect(&self.address).await.map_err(|error| self.away(&error))?;
            let context = jetstream::new(client.clone());
            Ok::<_, Error>((client, context))
        };
        let (client, context) = self.client.get_or_try_init(connect).await?;
        match client.connection_state() {
            State::Connected => Ok(context),
            // The client connects again by itself. Until then it would keep the request.
            _ => Err(self.away(&"the connection is lost")),
        }
    }

    async fn bucket(&self, name: &str) -> Result<kv::Store> {
        let context = self.context().await?;
        let known = self.known().get(name).cloned();
        if let Some(bucket) = known {
            return Ok(bucket);
        }
        let bucket = match context.get_key_value(name).await {
            Ok(bucket) => bucket,
            Err(_) => {
                let config =
                    kv::Config { bucket: name.to_owned(), history: 1, ..kv::Config::default() };
                let made = context.create_key_value(config).await;
                made.map_err(|error| self.refuses(&error))?
            }
        };
        self.known().insert(name.to_owned(), bucket.clone());
        Ok(bucket)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, kv::Store>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn away(&self, error: &dyn Display) -> Error {
        Error::other(format!("{} cannot be reached: {error}", self.place))
    }

    fn refuses(&self, error: &dyn Display) -> Error {
        // Somebody may have deleted a bucket, which is then made again.
        self.known().clear();
        Error::other(format!("{} refuses: {error}", self.place))
    }

    async fn value(&self, bucket: &kv::Store, key: &str) -> Result<Option<Vec<u8>>> {
        let value = bucket.get(valid(key)?).await.map_err(|error| self.refuses(&error))?;
        Ok(value.map(Vec::from))
    }

    /// Changes a counter, unless somebody else has changed it meanwhile.
    async fn try_to_add(&self, bucket: &kv::Store, key: &str, delta: u64) -> Result<Option<u64>> {
        let entry = bucket.entry(key).await.map_err(|error| self.refuses(&error))?;
        let revision = entry.as_ref().map_or(0, |entry| entry.revision);
        let old = match entry.filter(|entry| entry.operation == Operation::Put) {
            Some(entry) => str::from_utf8(&entry.value).ok().and_then(|text| text.parse().ok()),
            None => Some(0_u64),
        };
        let Some(old) = old else {
            let what = "the value is not a number: only count what `increment` wrote";
            return Err(Error::other(what));
        };
        let Some(sum) = old.checked_add(delta) else {
            return Err(Error::other("the sum is larger than 18446744073709551615"));
        };
        match bucket.update(key, sum.to_string().into(), revision).await {
            Ok(_) => Ok(Some(sum)),
            Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => Ok(None),
            Err(error) => Err(self.refuses(&error)),
        }
    }

    /// The messages of a bucket after one of them, each the last of its key.
    async fn list(&self, bucket: &kv::Store, consumer: &pull::Config) -> Result<Page> {
        let made = bucket.stream.create_consumer(consumer.clone()).await;
        let consumer = made.map_err(|error| self.refuses(&error))?;
        let (mut keys, mut next) = (Vec::new(), None);
        // One that asks for more than there are may wait for them.
        let waiting = usize::try_from(consumer.cached_info().num_pending).unwrap_or(MAX_BATCH);
        let mut messages = match waiting.min(MAX_BATCH) {
            0 => return Ok((keys, next)),
            count => consumer.fetch().max_messages(count).expires(LIST).messages().await,
        }
        .map_err(|error| self.refuses(&error))?;
        while let Some(message) = messages.next().await {
            let message = message.map_err(|error| self.refuses(&error))?;
            let info = message.info().map_err(|error| self.refuses(&error))?;
            next = (info.pending > 0).then_some(info.stream_sequence);
            let is_marker = message.headers.as_ref().is_some_and(|headers| {
                headers.get("KV-Operation").is_some_and(|operation| operation.as_str() != "PUT")
            });
            if !is_marker && let Some(key) = message.subject.strip_prefix(&bucket.prefix) {
                keys.push(key.to_owned());
            }
        }
        let name = &consumer.cached_info().name;
        // If that fails, the server deletes it after a while.
        let _ = bucket.stream.delete_consumer(name).await;
        Ok((keys, next))
    }
}

/// A key that NATS allows.
fn valid(key: &str) -> Result<&str> {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'=' | b'.');
    match key.bytes().all(is_plain) && !key.split('.').any(str::is_empty) {
        true => Ok(key),
        false => Err(Error::other(
            "NATS allows keys of letters, digits and - _ / = and dots in between: encode others",
        )),
    }
}

#[async_trait]
impl Store for Nats {
    fn place(&self) -> String {
        self.place.clone()
    }

    async fn open(&self, bucket: &str) -> Result<()> {
        self.bucket(bucket).await.map(drop)
    }

    async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>> {
        self.value(&self.bucket(bucket).await?, key).await
    }

    async fn exists(&self, bucket: &str, key: &str) -> Result<bool> {
        Ok(self.get(bucket, key).await?.is_some())
    }

    async fn get_many(&self, bucket: &str, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>> {
        let bucket = &self.bucket(bucket).await?;
        let values = (0..keys.len()).map(async |at| self.value(bucket, &keys[at]).await);
        let mut values = stream::iter(values).buffered(AT_A_TIME);
        let (mut all, mut size) = (Vec::with_capacity(keys.len()), 0);
        while let Some(value) = values.try_next().await? {
            size += value.as_ref().map_or(0, Vec::len);
            if size > MAX_BATCH_BYTES {
                return Err(too_large());
            }
            all.push(value);
        }
        Ok(all)
    }

    async fn set_many(&self, bucket: &str, values: Vec<(String, Vec<u8>)>) -> Result<()> {
        values.iter().try_for_each(|(key, _)| valid(key).map(drop))?;
        let bucket = &self.bucket(bucket).await?;
        let puts = values.into_iter().map(async |(key, value)| {
            let put = bucket.put(key, value.into()).await;
            put.map(drop).map_err(|error| self.refuses(&error))
        });
        stream::iter(puts).buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn delete_many(&self, bucket: &str, keys: Vec<String>) -> Result<()> {
        keys.iter().try_for_each(|key| valid(key).map(drop))?;
        let bucket = &self.bucket(bucket).await?;
        // Not by a marker, which would stay forever.
        let deletes = keys.into_iter().map(async |key| {
            let subject = format!("{}{key}", bucket.prefix);
            let purged = bucket.stream.purge().filter(subject).await;
            purged.map(drop).map_err(|error| self.refuses(&error))
        });
        stream::iter(deletes).buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn increment(&self, bucket: &str, key: &str, delta: u64) -> Result<u64> {
        let key = valid(key)?;
        let bucket = self.bucket(bucket).await?;
        let _alone = self.counting.lock().await;
        for tried in 0..TRIES {
            if let Some(sum) = self.try_to_add(&bucket, key, delta).await? {
                return Ok(sum);
            }
            // Another host is as eager.
            tokio::time::sleep(Duration::from_millis(u64::from(tried))).await;
        }
        let place = &self.place;
        Err(Error::other(format!(
            "{place}: others have changed the number {TRIES} times meanwhile"
        )))
    }

    async fn keys(&self, bucket: &str, cursor: Option<u64>) -> Result<Page> {
        let bucket = self.bucket(bucket).await?;
        let start_sequence = cursor.unwrap_or_default().saturating_add(1);
        let consumer = pull::Config {
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence },
            ack_policy: AckPolicy::None,
            filter_subject: format!("{}>", bucket.prefix),
            headers_only: true,
            inactive_threshold: LIST,
            memory_storage: true,
            ..pull::Config::default()
        };
        self.list(&bucket, &consumer).await
    }
}
