//! [`Keys`]: the keys of a store, page by page.

use super::key;
use super::{Error, ErrorKind, Store};

/// The keys of a [`Store`], in no particular order, page by page.
///
/// How many keys a page has is up to the host. A key that is set or deleted meanwhile may be
/// missing or listed, and on some hosts others are then missing or listed twice. Keys that another
/// program has written with characters other than `[A-Za-z0-9_-]` are left out, as no method of a
/// store could read them.
///
/// # Examples
///
/// ```
/// use doorway::keyvalue::{Error, Store};
///
/// async fn all(store: &Store) -> Result<Vec<String>, Error> {
///     let mut all = Vec::new();
///     let mut keys = store.keys();
///     while let Some(page) = keys.next_page().await? {
///         all.extend(page);
///     }
///     all.sort_unstable();
///     Ok(all)
/// }
///
/// # doorway::testing::block_on(async {
/// let store = Store::open("keys").await?;
/// store.set_many([("planet/3", "Earth"), ("planet/4", "Mars")]).await?;
/// assert_eq!(all(&store).await?, ["planet/3", "planet/4"]);
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
#[must_use = "keys are listed by `next_page`"]
pub struct Keys {
    store: Store,
    next: Next,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    /// The page at a cursor, or the first one.
    Page(Option<u64>),
    End,
}

impl Keys {
    pub(super) fn new(store: Store) -> Self {
        Self { store, next: Next::Page(None) }
    }

    /// Continues at the [`cursor`](Self::cursor) of another list of the same store.
    pub fn starting_at(self, cursor: u64) -> Self {
        Self { next: Next::Page(Some(cursor)), ..self }
    }

    /// Returns the host's cursor of the next page: `None` before the first page, and after the last
    /// one.
    ///
    /// # Examples
    ///
    /// A list that another request continues:
    ///
    /// ```
    /// use doorway::keyvalue::{Error, Store};
    ///
    /// # doorway::testing::block_on(async {
    /// let store = Store::open("cursors").await?;
    /// store.set_many((0..50).map(|number| (number.to_string(), number))).await?;
    ///
    /// let mut keys = store.keys();
    /// let first = keys.next_page().await?.unwrap_or_default();
    ///
    /// let cursor = keys.cursor().expect("there are more");
    /// let mut keys = store.keys().starting_at(cursor);
    /// let second = keys.next_page().await?.unwrap_or_default();
    /// assert!(second.iter().all(|key| !first.contains(key)));
    /// # Ok::<(), Error>(())
    /// # }).unwrap();
    /// ```
    pub fn cursor(&self) -> Option<u64> {
        match self.next {
            Next::Page(cursor) => cursor,
            Next::End => None,
        }
    }

    /// Returns the next keys, at least one; `None` after the last ones.
    ///
    /// # Errors
    ///
    /// As [`Store::get`]; the same page can be asked for again.
    pub async fn next_page(&mut self) -> Result<Option<Vec<String>>, Error> {
        while let Next::Page(cursor) = self.next {
            let (keys, next) = self.store.bucket.list(cursor).await?;
            if next.is_some() && next == cursor {
                let message = "the host gives the same page of keys again: report it to the host";
                return Err(Error::new(ErrorKind::Unavailable, message));
            }
            self.next = next.map_or(Next::End, |next| Next::Page(Some(next)));
            let keys: Vec<String> = keys.iter().filter_map(|key| key::decode(key)).collect();
            if !keys.is_empty() {
                return Ok(Some(keys));
            }
        }
        Ok(None)
    }
}
