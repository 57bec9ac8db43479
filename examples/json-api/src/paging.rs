//! A list in pages.

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::todo::Todo;

/// The query of a list.
#[derive(Debug, Deserialize, IntoParams, Validate)]
pub(crate) struct Paging {
    /// The number of the page.
    #[garde(range(min = 1))]
    #[param(minimum = 1, default = Paging::first)]
    #[serde(default = "Paging::first")]
    page: usize,
    /// The most todos on the page.
    #[garde(range(min = 1, max = 100))]
    #[param(minimum = 1, maximum = 100, default = Paging::some)]
    #[serde(default = "Paging::some")]
    pub(crate) per_page: usize,
    /// Only those that are done, or only those that are not.
    #[garde(skip)]
    #[param(nullable = false)]
    pub(crate) done: Option<bool>,
}

impl Paging {
    fn first() -> usize {
        1
    }

    fn some() -> usize {
        20
    }

    /// How many todos are on the pages before.
    pub(crate) fn skip(&self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }
}

/// A page of todos.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page {
    todos: Vec<Todo>,
    page: usize,
    per_page: usize,
    /// How many there are on all pages.
    total: usize,
    /// Where the next page is, if there is one.
    #[schema(required)]
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
