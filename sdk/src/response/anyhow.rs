//! `anyhow::Error` as the error of a handler.

use http::StatusCode;

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::error::{Cause, Causes};
use crate::shown::log_line;

/// Answers with a bare 500 and writes the error, with all its contexts and sources, to stderr.
///
/// An error that has a status of its own, such as [`Error`](crate::Error), loses it in anyhow's type.
///
/// # Examples
///
/// ```
/// use anyhow::Context;
/// use doorway::http_handler;
/// use doorway::{IntoResponse, Request};
///
/// #[http_handler]
/// async fn handle(request: Request) -> anyhow::Result<impl IntoResponse> {
///     let query = request.uri().query().context("there is no query")?;
///     let number: u32 = query.parse().context("the query is not a number")?;
///     Ok(format!("{number} and one is {}", number + 1))
/// }
/// # fn main() {
/// # let client = doorway::testing::TestClient::for_handler(handle);
/// # assert_eq!(client.get("/?41").send().text(), "41 and one is 42");
/// # assert_eq!(client.get("/?x").send().status(), 500);
/// # }
/// ```
impl IntoResponse for anyhow::Error {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        let error = self.as_ref();
        log_line!("doorway: answered 500: {}{}", Cause(error), Causes(error.source()));
        Reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
