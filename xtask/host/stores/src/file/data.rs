//! The tables of the file, and what is read from them.
//!
//! Each key has a number, which grows with every new key, and which is the cursor of lists: so a list is in the order in
//! which keys were first set, and one that is read while keys come and go neither repeats nor misses another.

use redb::{
    Database, ReadableDatabase, ReadableTable, TableDefinition, TableError, WriteTransaction,
};

use crate::limits::too_large;
use crate::{Error, MAX_BATCH, MAX_BATCH_BYTES, Page, Result};

/// The number of each key, and its value.
const VALUES: TableDefinition<'_, (&str, &str), (u64, &[u8])> = TableDefinition::new("values");

/// The keys by their numbers.
const ORDER: TableDefinition<'_, (&str, u64), &str> = TableDefinition::new("order");

/// The last number.
const LAST: TableDefinition<'_, (), u64> = TableDefinition::new("last");

/// The error for a file that cannot be read or written.
pub(super) fn broken(error: impl Into<redb::Error>) -> Error {
    Error::other(format!("the file of the data failed: {}", error.into()))
}

/// Makes the tables, so that no reader finds a file without them.
pub(super) fn prepare(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    transaction.open_table(VALUES)?;
    transaction.open_table(ORDER)?;
    transaction.open_table(LAST)?;
    Ok(())
}

pub(super) fn get(
    database: &Database,
    bucket: &str,
    key: &str,
) -> Result<Option<Vec<u8>>, redb::Error> {
    let values = database.begin_read()?.open_table(VALUES)?;
    Ok(values.get((bucket, key))?.map(|entry| entry.value().1.to_vec()))
}

pub(super) fn exists(database: &Database, bucket: &str, key: &str) -> Result<bool, redb::Error> {
    let values = database.begin_read()?.open_table(VALUES)?;
    Ok(values.get((bucket, key))?.is_some())
}

pub(super) fn get_many(
    database: &Database,
    bucket: &str,
    keys: &[String],
) -> Result<Vec<Option<Vec<u8>>>> {
    let values = database.begin_read().map_err(broken)?.open_table(VALUES).map_err(broken)?;
    let mut size = 0;
    let mut get = |key: &String| {
        let Some(entry) = values.get((bucket, &**key)).map_err(broken)? else { return Ok(None) };
        let value = entry.value().1;
        size += value.len();
        if size > MAX_BATCH_BYTES {
            return Err(too_large());
        }
        Ok(Some(value.to_vec()))
    };
    keys.iter().map(&mut get).collect()
}

pub(super) fn keys(
    database: &Database,
    bucket: &str,
    cursor: Option<u64>,
) -> Result<Page, redb::Error> {
    let order = database.begin_read()?.open_table(ORDER)?;
    let after = cursor.unwrap_or_default().saturating_add(1);
    let mut keys = Vec::new();
    let mut last = None;
    for entry in order.range((bucket, after)..=(bucket, u64::MAX))? {
        if keys.len() == MAX_BATCH {
            return Ok((keys, last));
        }
        let (number, key) = entry?;
        last = Some(number.value().1);
        keys.push(key.value().to_owned());
    }
    Ok((keys, None))
}

/// Sets a value in a transaction.
pub(super) fn set(
    transaction: &WriteTransaction,
    bucket: &str,
    key: &str,
    value: &[u8],
) -> Result<(), redb::Error> {
    let mut values = transaction.open_table(VALUES)?;
    let known = values.get((bucket, key))?.map(|entry| entry.value().0);
    let number = match known {
        Some(number) => number,
        None => number(transaction, bucket, key)?,
    };
    values.insert((bucket, key), (number, value))?;
    Ok(())
}

/// Gives a new key its number.
fn number(transaction: &WriteTransaction, bucket: &str, key: &str) -> Result<u64, redb::Error> {
    let mut last = transaction.open_table(LAST)?;
    let number = last.get(())?.map_or(0, |last| last.value()) + 1;
    last.insert((), number)?;
    transaction.open_table(ORDER)?.insert((bucket, number), key)?;
    Ok(number)
}

/// Deletes a key in a transaction.
pub(super) fn delete(
    transaction: &WriteTransaction,
    bucket: &str,
    key: &str,
) -> Result<(), redb::Error> {
    let mut values = transaction.open_table(VALUES)?;
    let known = values.remove((bucket, key))?.map(|entry| entry.value().0);
    if let Some(number) = known {
        transaction.open_table(ORDER)?.remove((bucket, number))?;
    }
    Ok(())
}

/// Adds to a number in a transaction. The number is decimal text, as wasmtime and Redis have it.
pub(super) fn increment(
    transaction: &WriteTransaction,
    bucket: &str,
    key: &str,
    delta: u64,
) -> Result<Result<u64>, redb::Error> {
    let old = match transaction.open_table(VALUES)?.get((bucket, key))? {
        None => Some(0),
        Some(entry) => str::from_utf8(entry.value().1).ok().and_then(|text| text.parse().ok()),
    };
    let Some(old): Option<u64> = old else {
        return Ok(Err(Error::other(
            "the value is not a number: only count what `increment` wrote",
        )));
    };
    let Some(sum) = old.checked_add(delta) else {
        return Ok(Err(Error::other("the sum is larger than 18446744073709551615")));
    };
    set(transaction, bucket, key, sum.to_string().as_bytes())?;
    Ok(Ok(sum))
}

/// Whether the tables are there; they are made once.
pub(super) fn is_prepared(database: &Database) -> Result<bool, redb::Error> {
    match database.begin_read()?.open_table(LAST) {
        Ok(_) => Ok(true),
        Err(TableError::TableDoesNotExist(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
