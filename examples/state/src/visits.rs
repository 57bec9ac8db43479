//! A counter for each instance: a part of the state, and its routes.

use std::cell::Cell;
use std::rc::Rc;

use doorway::Router;
use doorway::extract::{FromRef, State};
use doorway::response::NoContent;
use doorway::routing::get;

/// The number of visits. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Visits(Rc<Cell<u64>>);

impl Visits {
    /// Counts a visit, and returns its number.
    pub(crate) fn next(&self) -> u64 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

/// The routes of the counter, for any state that has one.
pub(crate) fn router<S: 'static>() -> Router<S>
where
    Visits: FromRef<S>,
{
    Router::new().route("/", get(count).delete(start_again))
}

async fn count(State(Visits(count)): State<Visits>) -> String {
    format!("{}\n", count.get())
}

async fn start_again(State(Visits(count)): State<Visits>) -> NoContent {
    count.set(0);
    NoContent
}
