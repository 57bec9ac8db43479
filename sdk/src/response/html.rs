//! [`Html`]: a page.

use super::reply::Reply;
use super::{IntoResponse, Response};

/// Content that is HTML: `text/html; charset=utf-8`, whatever the content says itself.
///
/// It is sent as it is; what comes from a user has to be escaped before.
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
