//! A store in one file, by redb, or in memory by the same code.
//!
//! All writes are done by one thread, which takes what has come meanwhile into one transaction: a flush to the disk takes
//! milliseconds, and so many requests share it.

mod data;
mod writer;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use redb::backends::InMemoryBackend;
use redb::{Builder, Database, DatabaseError, StorageError};

use crate::{Error, Page, Result, Store};
use data::broken;
use writer::{Write, Writer};

/// The file in the folder of the data.
const NAME: &str = "keyvalue.redb";

/// How much of the file is kept in memory, in bytes.
const CACHE: usize = 64 << 20;

/// A store in a file, which one process has at a time.
///
/// A value that was set is there after the process is killed at any moment, or the machine loses power.
pub struct File(Arc<Place>);

struct Place {
    /// None for one in memory.
    path: Option<PathBuf>,
    writer: RwLock<Option<Writer>>,
}

/// Why the file cannot be used, and how to fix it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct OpenError {
    message: String,
    help: &'static str,
}

impl OpenError {
    /// How to fix it.
    pub fn help(&self) -> &'static str {
        self.help
    }
}

impl File {
    /// The store of a folder. Nothing is read or created until it is [opened](Self::start), or used.
    pub fn in_folder(folder: &Path) -> Self {
        Self::at(Some(folder.join(NAME)))
    }

    /// A store that lasts as long as this value.
    pub fn in_memory() -> Self {
        Self::at(None)
    }

    fn at(path: Option<PathBuf>) -> Self {
        Self(Arc::new(Place { path, writer: RwLock::default() }))
    }

    /// Opens the file, and creates it with its folder if it is not there.
    ///
    /// # Errors
    ///
    /// When another process has it, or it cannot be read or written, or is not such a file.
    pub fn start(&self) -> Result<(), OpenError> {
        self.0.writer().map(drop)
    }

    /// The writer. If there is none yet, opening the file holds up no other request.
    async fn writer(&self) -> Result<Writer> {
        if let Some(writer) = self.0.running() {
            return Ok(writer);
        }
        let place = Arc::clone(&self.0);
        match tokio::task::spawn_blocking(move || place.writer()).await {
            Ok(writer) => writer.map_err(|error| Error::other(error.to_string())),
            Err(_) => Err(stopping()),
        }
    }

    async fn write(&self, write: Write) -> Result<u64> {
        self.writer().await?.write(write).await
    }

    /// Reads where waiting for the disk holds up no other request.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Database) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let writer = self.writer().await?;
        let read = tokio::task::spawn_blocking(move || read(writer.database()));
        read.await.unwrap_or_else(|_| Err(stopping()))
    }
}

fn stopping() -> Error {
    Error::other("the store is stopping")
}

impl Place {
    /// The writer, unless there is none yet, or it is just about to be made.
    fn running(&self) -> Option<Writer> {
        self.writer.try_read().ok()?.as_ref().filter(|writer| !writer.is_broken()).cloned()
    }

    /// The writer, which has the open file. One that cannot write any more is replaced, with the file opened again.
    fn writer(&self) -> Result<Writer, OpenError> {
        let mut running = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = running.as_ref().filter(|writer| !writer.is_broken()) {
            return Ok(writer.clone());
        }
        *running = None;
        let database = self.open()?;
        let writer = Writer::start(Arc::new(database)).map_err(|error| self.cannot(&error))?;
        Ok(running.insert(writer).clone())
    }

    fn open(&self) -> Result<Database, OpenError> {
        let mut builder = Builder::new();
        builder.set_cache_size(CACHE);
        let Some(path) = &self.path else {
            let made = builder.create_with_backend(InMemoryBackend::new());
            return made.map_err(|error| self.cannot(&error));
        };
        if let Some(folder) = path.parent() {
            create(folder).map_err(|error| self.cannot(&error))?;
        }
        let mut created = builder.create(path);
        for _ in 0..20 {
            if !matches!(created, Err(DatabaseError::DatabaseAlreadyOpen)) {
                break;
            }
            // The one that has it may be about to stop.
            thread::sleep(Duration::from_millis(50));
            created = builder.create(path);
        }
        created.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => OpenError {
                message: format!("another process keeps its data in {}", path.display()),
                help: "stop it, or choose another folder by --data; hosts that are to share their data need --keyvalue",
            },
            DatabaseError::Storage(StorageError::Corrupted(_))
            | DatabaseError::UpgradeRequired(_)
            | DatabaseError::LockProtocolMismatch => OpenError {
                message: format!("{} is damaged, or of another version: {error}", path.display()),
                help: "move it away, and bring back a copy if there is one; without the file the store is empty",
            },
            error => self.cannot(&error),
        })
    }

    fn cannot(&self, error: &dyn std::error::Error) -> OpenError {
        OpenError {
            message: format!("cannot keep data in {}: {error}", self.name()),
            help: "make the folder one that can be written, or choose another by --data",
        }
    }

    fn name(&self) -> String {
        self.path.as_ref().map_or("memory".to_owned(), |path| path.display().to_string())
    }
}

/// The file is closed when this returns, so that the next process need not repair it, and another in this one can have it.
impl Drop for Place {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            writer.close();
        }
    }
}

/// Creates the folder of the data, which version control and `--watch` are to ignore.
fn create(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")
}

#[async_trait]
impl Store for File {
    fn place(&self) -> String {
        self.0.name()
    }

    async fn open(&self, _: &str) -> Result<()> {
        self.writer().await.map(drop)
    }

    async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        self.read(move |database| data::get(database, &bucket, &key).map_err(broken)).await
    }

    async fn exists(&self, bucket: &str, key: &str) -> Result<bool> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        self.read(move |database| data::exists(database, &bucket, &key).map_err(broken)).await
    }

    async fn get_many(&self, bucket: &str, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>> {
        let (bucket, keys) = (bucket.to_owned(), keys.to_owned());
        self.read(move |database| data::get_many(database, &bucket, &keys)).await
    }

    async fn set_many(&self, bucket: &str, values: Vec<(String, Vec<u8>)>) -> Result<()> {
        self.write(Write::Set { bucket: bucket.to_owned(), values }).await.map(drop)
    }

    async fn delete_many(&self, bucket: &str, keys: Vec<String>) -> Result<()> {
        self.write(Write::Delete { bucket: bucket.to_owned(), keys }).await.map(drop)
    }

    async fn increment(&self, bucket: &str, key: &str, delta: u64) -> Result<u64> {
        self.write(Write::Increment { bucket: bucket.to_owned(), key: key.to_owned(), delta }).await
    }

    async fn keys(&self, bucket: &str, cursor: Option<u64>) -> Result<Page> {
        let bucket = bucket.to_owned();
        self.read(move |database| data::keys(database, &bucket, cursor).map_err(broken)).await
    }
}
