//! A list in pages.

use serde::{Deserialize, Serialize};

use crate::error::{ApiError, Invalid};
use crate::todo::Todo;

/// The most todos on a page.
const MAX_PER_PAGE: usize = 100;

/// The query of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Paging {
    #[serde(default = "Paging::first")]
    page: usize,
    #[serde(default = "Paging::some")]
    pub(crate) per_page: usize,
    /// Only those that are done, or only those that are not.
    pub(crate) done: Option<bool>,
}

impl Paging {
    fn first() -> usize {
        1
    }

    fn some() -> usize {
        20
    }

    pub(crate) fn checked(self) -> Result<Self, ApiError> {
        let mut found = Vec::new();
        if self.page == 0 {
            found.push(Invalid { field: "page", detail: "pages count from 1".to_owned() });
        }
        if !(1..=MAX_PER_PAGE).contains(&self.per_page) {
            let detail = format!("must be from 1 to {MAX_PER_PAGE}");
            found.push(Invalid { field: "per_page", detail });
        }
        ApiError::of(found)?;
        Ok(self)
    }

    /// How many todos are on the pages before.
    pub(crate) fn skip(&self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }
}

/// A page of todos.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    todos: Vec<Todo>,
    page: usize,
    per_page: usize,
    /// How many there are on all pages.
    total: usize,
    /// Where the next page is, if there is one.
    next: Option<String>,
}

impl Page {
    pub(crate) fn new(paging: &Paging, todos: Vec<Todo>, total: usize) -> Self {
        let Paging { page, per_page, done } = *paging;
        let is_last = paging.skip().saturating_add(todos.len()) >= total;
        let next = (!is_last).then(|| {
            let filter = done.map(|done| format!("&done={done}")).unwrap_or_default();
            format!("/todos?page={}&per_page={per_page}{filter}", page + 1)
        });
        Self { todos, page, per_page, total, next }
    }
}
