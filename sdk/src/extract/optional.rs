//! [`OptionalFromRequestParts`] and [`OptionalFromRequest`]: extractors that may find nothing.

use super::via;
use crate::Request;
use crate::request::Parts;
use crate::response::IntoResponse;

/// An extractor whose `Option` is one too: `None` if the head lacks the value.
///
/// # Examples
///
/// ```
/// use doorway::extract::OptionalFromRequestParts;
/// use doorway::http::StatusCode;
/// use doorway::request::Parts;
/// use doorway::{Router, routing::get, testing::TestClient};
///
/// struct Page(u32);
///
/// impl<S> OptionalFromRequestParts<S> for Page {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, StatusCode> {
///         let Some(page) = parts.headers.get("x-page") else { return Ok(None) };
///         let page = page.to_str().ok().and_then(|page| page.parse().ok());
///         page.map(|page| Some(Self(page))).ok_or(StatusCode::BAD_REQUEST)
///     }
/// }
///
/// async fn show(page: Option<Page>) -> String {
///     format!("page {}", page.map_or(1, |page| page.0))
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(show)));
/// assert_eq!(client.get("/").send().text(), "page 1");
/// assert_eq!(client.get("/").header("x-page", "two").send().status(), 400);
/// ```
#[diagnostic::on_unimplemented(
    message = "`Option<{Self}>` cannot be extracted from a request's head",
    label = "not an optional extractor",
    note = "take `Result<{Self}, _>` to see why it cannot be extracted, or implement \
            `doorway::extract::OptionalFromRequestParts`"
)]
pub trait OptionalFromRequestParts<S>: Sized {
    /// The response to a request whose value is there, but wrong.
    type Rejection: IntoResponse;

    /// Extracts the value, if it is there.
    ///
    /// # Errors
    ///
    /// The response to a request whose value is wrong.
    fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Option<Self>, Self::Rejection>>;
}

/// A last argument whose `Option` is one too: `None` if the request lacks the value.
///
/// # Examples
///
/// ```
/// use doorway::extract::{FromRequest, OptionalFromRequest};
/// use doorway::http::StatusCode;
/// use doorway::{Request, Router, routing::post, testing::TestClient};
///
/// struct Note(String);
///
/// impl<S> OptionalFromRequest<S> for Note {
///     type Rejection = StatusCode;
///
///     async fn from_request(request: Request, state: &S) -> Result<Option<Self>, StatusCode> {
///         if request.headers().get("content-type").is_none() {
///             return Ok(None);
///         }
///         let text = <String as FromRequest<_>>::from_request(request, state).await;
///         text.map(|text| Some(Self(text))).map_err(|_| StatusCode::BAD_REQUEST)
///     }
/// }
///
/// async fn add(note: Option<Note>) -> String {
///     note.map_or("no note".to_owned(), |note| note.0)
/// }
///
/// let client = TestClient::new(Router::new().route("/", post(add)));
/// assert_eq!(client.post("/").send().text(), "no note");
/// ```
#[diagnostic::on_unimplemented(
    message = "`Option<{Self}>` cannot be extracted from a request",
    label = "not an optional extractor",
    note = "take `Result<{Self}, _>` to see why it cannot be extracted, or implement \
            `doorway::extract::OptionalFromRequest`"
)]
pub trait OptionalFromRequest<S, M = via::Request>: Sized {
    /// The response to a request whose value is there, but wrong.
    type Rejection: IntoResponse;

    /// Extracts the value, if it is there.
    ///
    /// # Errors
    ///
    /// The response to a request whose value is wrong.
    fn from_request(
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<Option<Self>, Self::Rejection>>;
}
