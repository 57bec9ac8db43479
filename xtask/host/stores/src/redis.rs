//! A Redis that several hosts share.
//!
//! A key is `BUCKET:KEY` there, a counter is a number of Redis. One connection has all requests; when it is lost, the
//! operations under way are repeated once on another one, apart from those that may not be done twice, which fail.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, ErrorKind, FromRedisValue, InfoDict, Pipeline, RedisError, RedisResult};
use tokio::sync::OnceCell;

use crate::limits::too_large;
use crate::shared::AddressError;
use crate::{Error, MAX_BATCH, MAX_BATCH_BYTES, Page, Result, Store};

/// How long Redis may take to accept a connection, and to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many values are read at once: as many may be one value larger than what is allowed.
const VALUES: usize = 16;

/// How many pages without a key of the bucket are read for one that has some.
const ROUNDS: usize = 16;

/// The bits of a cursor that are SCAN's. Those above are a mark of the server.
const SCANNED: u32 = 48;

/// A store in a Redis, version 5 or newer, or what speaks its protocol.
pub struct Redis {
    client: Client,
    /// Without credentials.
    place: String,
    connection: OnceCell<ConnectionManager>,
    /// Whether the connection may be one that was lost.
    lost: AtomicBool,
}

impl Redis {
    /// The store at `redis://HOST:PORT/DB`, or `rediss://` for TLS, which is not connected yet.
    ///
    /// # Errors
    ///
    /// When it is no such URL.
    pub fn at(url: &str) -> Result<Self, AddressError> {
        let wrong = |_| {
            AddressError::new(
                "the URL of the Redis is not a valid one",
                "write it as redis://HOST:PORT or redis://HOST:PORT/DB, where DB is a number; rediss:// is with TLS",
            )
        };
        // Two of them in a program would be none by default. An error means that the program has chosen one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::open(url).map_err(wrong)?;
        let place = format!("Redis at {}", client.get_connection_info().addr());
        Ok(Self { client, place, connection: OnceCell::new(), lost: AtomicBool::new(false) })
    }

    async fn connection(&self) -> RedisResult<ConnectionManager> {
        let connect = async || {
            let config = ConnectionManagerConfig::new()
                .set_connection_timeout(Some(PATIENCE))
                .set_response_timeout(Some(PATIENCE))
                // Operations are repeated, and not connections that are refused: they would keep requests waiting.
                .set_number_of_retries(0);
            ConnectionManager::new_lazy_with_config(self.client.clone(), config)
        };
        Ok(self.connection.get_or_try_init(connect).await?.clone())
    }

    /// Sends a command that does the same if it is done twice.
    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T> {
        let (answer,) = self.ask_all(&alone(command)).await?;
        Ok(answer)
    }

    /// The same for several commands on one connection.
    async fn ask_all<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T> {
        let began = Instant::now();
        let answer = self.send(commands).await;
        // It was closed since, or the error is that of an attempt to connect of some time ago: this tries now.
        let again = answer.as_ref().is_err_and(is_lost) && began.elapsed() < PATIENCE;
        let answer = if again { self.send(commands).await } else { answer };
        answer.map_err(|error| self.error(&error))
    }

    /// Sends a command that must not be done twice.
    async fn ask_once<T: FromRedisValue>(&self, command: &Cmd) -> Result<T> {
        if self.lost.load(Ordering::Relaxed) {
            self.ask::<()>(&redis::cmd("PING")).await?;
        }
        let answer: RedisResult<(T,)> = self.send(&alone(command)).await;
        answer.map(|(answer,)| answer).map_err(|error| self.error(&error))
    }

    async fn send<T: FromRedisValue>(&self, commands: &Pipeline) -> RedisResult<T> {
        let answer = commands.query_async(&mut self.connection().await?).await;
        self.lost.store(answer.as_ref().is_err_and(is_lost), Ordering::Relaxed);
        answer
    }

    /// The next cursor of SCAN, its names, and a mark of the server that it is of.
    ///
    /// A cursor is a place in the order that one server has by chance. Another one, or the same after a restart, has
    /// another order, and a list that went on there would lack some keys.
    async fn scan(&self, scan: &Cmd) -> Result<(u64, Vec<Vec<u8>>, u64)> {
        type Scanned = (u64, Vec<Vec<u8>>);
        let mut both = redis::pipe();
        // On one connection, so one server answers both. A server may refuse the first.
        both.ignore_errors().cmd("INFO").arg("server").add_command(scan.clone());
        let (info, scanned): (RedisResult<InfoDict>, RedisResult<Scanned>) =
            self.ask_all(&both).await?;
        let (next, names) = scanned.map_err(|error| self.error(&error))?;
        let id = info.ok().and_then(|info| info.get::<String>("run_id"));
        let mark = id.and_then(|id| u64::from_str_radix(id.get(..4)?, 16).ok());
        Ok((next, names, mark.unwrap_or_default()))
    }

    fn error(&self, error: &RedisError) -> Error {
        let place = &self.place;
        if error.is_timeout() {
            return Error::other(format!("{place} has not answered within {PATIENCE:?}"));
        }
        match (error.kind(), error.code()) {
            (ErrorKind::AuthenticationFailed, _) | (_, Some("NOAUTH" | "WRONGPASS" | "NOPERM")) => {
                Error::AccessDenied
            }
            (ErrorKind::Io, _) => Error::other(format!("{place} cannot be reached: {error}")),
            _ => Error::other(format!("{place} refuses: {error}")),
        }
    }
}

fn alone(command: &Cmd) -> Pipeline {
    let mut pipeline = redis::pipe();
    pipeline.add_command(command.clone());
    pipeline
}

/// Whether the error means that the connection was lost, or was not made.
fn is_lost(error: &RedisError) -> bool {
    error.is_io_error() || error.is_unrecoverable_error()
}

fn name(bucket: &str, key: &str) -> String {
    format!("{bucket}:{key}")
}

#[async_trait]
impl Store for Redis {
    fn place(&self) -> String {
        self.place.clone()
    }

    async fn open(&self, _: &str) -> Result<()> {
        // The first operation connects.
        Ok(())
    }

    async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>> {
        self.ask(redis::cmd("GET").arg(name(bucket, key))).await
    }

    async fn exists(&self, bucket: &str, key: &str) -> Result<bool> {
        self.ask(redis::cmd("EXISTS").arg(name(bucket, key))).await
    }

    async fn get_many(&self, bucket: &str, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>> {
        let mut all = Vec::with_capacity(keys.len());
        let mut size = 0;
        for keys in keys.chunks(VALUES) {
            let names: Vec<_> = keys.iter().map(|key| name(bucket, key)).collect();
            let values: Vec<Option<Vec<u8>>> = self.ask(redis::cmd("MGET").arg(names)).await?;
            size += values.iter().flatten().map(Vec::len).sum::<usize>();
            if size > MAX_BATCH_BYTES {
                return Err(too_large());
            }
            all.extend(values);
        }
        Ok(all)
    }

    async fn set_many(&self, bucket: &str, values: Vec<(String, Vec<u8>)>) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let mut command = redis::cmd("MSET");
        for (key, value) in values {
            command.arg(name(bucket, &key)).arg(value);
        }
        self.ask(&command).await
    }

    async fn delete_many(&self, bucket: &str, keys: Vec<String>) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = keys.iter().map(|key| name(bucket, key)).collect();
        self.ask::<u64>(redis::cmd("DEL").arg(names)).await.map(drop)
    }

    async fn increment(&self, bucket: &str, key: &str, delta: u64) -> Result<u64> {
        let Ok(delta) = i64::try_from(delta) else {
            return Err(Error::other("Redis adds at most 9223372036854775807 at a time"));
        };
        self.ask_once(redis::cmd("INCRBY").arg(name(bucket, key)).arg(delta)).await
    }

    async fn keys(&self, bucket: &str, cursor: Option<u64>) -> Result<Page> {
        // The bucket's characters have no meaning in patterns.
        let prefix = name(bucket, "");
        let mut mark = cursor.map(|cursor| cursor >> SCANNED);
        let mut cursor = cursor.unwrap_or_default() & ((1 << SCANNED) - 1);
        let mut keys = Vec::new();
        for _ in 0..ROUNDS {
            let mut scan = redis::cmd("SCAN");
            scan.arg(cursor).arg("MATCH").arg(format!("{prefix}*")).arg("COUNT").arg(MAX_BATCH);
            let (next, names, of) = self.scan(&scan).await?;
            if *mark.get_or_insert(of) != of {
                let place = &self.place;
                let what = "was started again while its keys were listed: list them from the start";
                return Err(Error::other(format!("{place} {what}")));
            }
            // Another program may have written names that are not text.
            let names = names.into_iter().filter_map(|name| String::from_utf8(name).ok());
            keys.extend(names.filter_map(|name| Some(name.strip_prefix(&prefix)?.to_owned())));
            cursor = next;
            if cursor == 0 || !keys.is_empty() {
                break;
            }
        }
        // SCAN may have one twice.
        keys.sort_unstable();
        keys.dedup();
        if cursor >> SCANNED != 0 {
            return Err(Error::other(format!("{} has cursors that are too large", self.place)));
        }
        let mark = mark.unwrap_or_default() << SCANNED;
        Ok((keys, (cursor != 0).then_some(mark | cursor)))
    }
}
