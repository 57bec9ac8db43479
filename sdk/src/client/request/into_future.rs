//! Awaiting a request sends it: `get(url).await`, as with `reqwest::get`.

use std::pin::Pin;

use super::RequestBuilder;
use crate::client::error::Error;
use crate::client::response::Response;

/// Awaiting a request [sends](RequestBuilder::send) it.
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{self, Error};
///
/// async fn motd() -> Result<String, Error> {
///     client::get("https://example.com/motd").await?.text().await
/// }
/// ```
impl IntoFuture for RequestBuilder {
    type Output = Result<Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
