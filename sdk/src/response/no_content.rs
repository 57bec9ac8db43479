//! [`NoContent`]: an empty response.

use http::StatusCode;

use super::reply::Reply;
use super::{IntoResponse, Response};

/// An empty response, 204 No Content
/// ([RFC 9110, 15.3.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5)). `()` is answered
/// with 200 and a body of length 0.
///
/// # Examples
///
/// ```
/// use doorway::response::{IntoResponse, NoContent};
///
/// async fn delete() -> NoContent {
///     NoContent
/// }
///
/// assert_eq!(NoContent.into_response().status(), 204);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        Reply::empty(StatusCode::NO_CONTENT)
    }
}
