//! A counter in the store of the host, which all instances share: a part of the app with its routes.

use doorway::Router;
use doorway::keyvalue::{Error, Store};
use doorway::response::NoContent;
use doorway::routing::get;

/// The key of the counter.
const VISITS: &str = "visits";

/// Counts a visit, and returns its number.
pub(crate) async fn next(store: &Store) -> Result<u64, Error> {
    store.increment(VISITS, 1).await
}

/// The routes of the counter, for an app with any state: the store is the host's.
pub(crate) fn router<S: 'static>() -> Router<S> {
    Router::new().route("/", get(count).delete(start_again))
}

async fn count(store: Store) -> Result<String, Error> {
    // A counter is read by adding nothing to it, as hosts store it in different forms.
    Ok(format!("{}\n", store.increment(VISITS, 0).await?))
}

async fn start_again(store: Store) -> Result<NoContent, Error> {
    store.delete(VISITS).await?;
    Ok(NoContent)
}
