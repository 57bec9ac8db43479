//! A request that is awaited is sent, so that `get(url).await` is what it is with `reqwest::get`.

use std::pin::Pin;

use super::RequestBuilder;
use crate::client::error::Error;
use crate::client::response::Response;

/// Awaited, a request is [sent](RequestBuilder::send).
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
