//! [`Html`]: an HTML response.

use super::reply::Reply;
use super::{IntoResponse, Response};

/// An HTML response: `text/html; charset=utf-8`.
///
/// The content is sent unchanged; escape text that comes from users.
///
/// # Examples
///
/// ```
/// use doorway::response::Html;
///
/// async fn page() -> Html<&'static str> {
///     Html("<h1>Hello, world!</h1>")
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
#[doc(alias("askama", "page", "template"))]
pub struct Html<T>(pub T);

impl<T: IntoResponse> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        let mut reply = self.0.into_reply();
        reply.set_content_type("text/html; charset=utf-8");
        reply
    }
}

impl<T> From<T> for Html<T> {
    fn from(content: T) -> Self {
        Self(content)
    }
}
