//! The thread that writes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use redb::{Database, WriteTransaction};
use tokio::sync::{mpsc, oneshot};

use super::data::{self, broken};
use crate::{Error, MAX_BATCH_BYTES, Result};

/// How many writes wait; those that ask meanwhile wait for a place.
const WAITING: usize = 64;

/// A change.
pub(super) enum Write {
    Set { bucket: String, values: Vec<(String, Vec<u8>)> },
    Delete { bucket: String, keys: Vec<String> },
    Increment { bucket: String, key: String, delta: u64 },
}

struct Order {
    write: Write,
    /// Answered with the sum, or with 0 for what has none.
    done: oneshot::Sender<Result<u64>>,
}

/// The thread, while somebody has this: then it closes the file and ends.
#[derive(Clone)]
pub(super) struct Writer {
    orders: mpsc::Sender<Order>,
    database: Arc<Database>,
    /// Set when a write has failed: redb refuses all others until the file is opened again.
    broken: Arc<AtomicBool>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Writer {
    pub(super) fn start(database: Arc<Database>) -> Result<Self, redb::Error> {
        if !data::is_prepared(&database)? {
            let transaction = database.begin_write()?;
            data::prepare(&transaction)?;
            transaction.commit()?;
        }
        let (orders, waiting) = mpsc::channel(WAITING);
        let broken = Arc::<AtomicBool>::default();
        let run = {
            let (database, broken) = (Arc::clone(&database), Arc::clone(&broken));
            move || run(&database, waiting, &broken)
        };
        let thread = thread::Builder::new().name("keyvalue".to_owned()).spawn(run);
        let thread = Arc::new(Mutex::new(Some(thread.map_err(redb::Error::Io)?)));
        Ok(Self { orders, database, broken, thread })
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// Closes the file, unless a request still has it.
    pub(super) fn close(self) {
        let Self { orders, database, broken: _, thread } = self;
        let thread = thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let is_last = Arc::strong_count(&database) <= 2;
        drop((orders, database));
        if is_last && let Some(thread) = thread {
            // That it panicked, its requests were told.
            let _ = thread.join();
        }
    }

    /// Writes, and waits until it lasts.
    pub(super) async fn write(&self, write: Write) -> Result<u64> {
        let (done, answer) = oneshot::channel();
        let stopped = || Error::other("the store is stopping");
        self.orders.send(Order { write, done }).await.map_err(|_| stopped())?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

fn run(database: &Database, mut waiting: mpsc::Receiver<Order>, is_broken: &AtomicBool) {
    while let Some(first) = waiting.blocking_recv() {
        let mut orders = vec![first];
        let mut size = orders[0].write.size();
        while size < MAX_BATCH_BYTES
            && let Ok(order) = waiting.try_recv()
        {
            size += order.write.size();
            orders.push(order);
        }
        let (writes, done): (Vec<_>, Vec<_>) =
            orders.into_iter().map(|order| (order.write, order.done)).unzip();
        let answers = commit(database, &writes).unwrap_or_else(|error| {
            is_broken.store(true, Ordering::Release);
            vec![Err(broken(error)); writes.len()]
        });
        for (done, answer) in done.into_iter().zip(answers) {
            // Nobody waits for it any more.
            let _ = done.send(answer);
        }
        if is_broken.load(Ordering::Acquire) {
            break;
        }
    }
}

/// Does all or nothing, and returns when it is on the disk.
fn commit(database: &Database, writes: &[Write]) -> Result<Vec<Result<u64>>, redb::Error> {
    let transaction = database.begin_write()?;
    let answers = writes.iter().map(|write| write.apply(&transaction)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(answers)
}

impl Write {
    fn size(&self) -> usize {
        match self {
            Self::Set { values, .. } => {
                values.iter().map(|(key, value)| key.len() + value.len()).sum()
            }
            Self::Delete { keys, .. } => keys.iter().map(String::len).sum(),
            Self::Increment { key, .. } => key.len(),
        }
    }

    fn apply(&self, transaction: &WriteTransaction) -> Result<Result<u64>, redb::Error> {
        match self {
            Self::Set { bucket, values } => {
                for (key, value) in values {
                    data::set(transaction, bucket, key, value)?;
                }
            }
            Self::Delete { bucket, keys } => {
                for key in keys {
                    data::delete(transaction, bucket, key)?;
                }
            }
            Self::Increment { bucket, key, delta } => {
                return data::increment(transaction, bucket, key, *delta);
            }
        }
        Ok(Ok(0))
    }
}
