//! [`DefaultBodyLimit`].

use crate::Request;
use crate::request::BodyLimit;

/// How long a request body may be for extractors that read it whole, such as `Json`, `String` and
/// `Bytes`. Without one it is 2 MiB.
///
/// A longer body is answered with 413 and is not read any further. Bodies that a handler reads as a
/// stream are not limited: [`Body::collect_up_to`](crate::Body::collect_up_to) reads one with a limit.
/// The innermost of several layers counts, and a layer is around the routes that were added before it.
/// `doorway::middleware` has the same type.
///
/// # Examples
///
/// ```
/// use doorway::extract::DefaultBodyLimit;
/// use doorway::{Router, routing::post};
///
/// async fn length(body: String) -> String {
///     body.len().to_string()
/// }
///
/// let app: Router = Router::new()
///     .route("/notes", post(length))
///     // One route.
///     .route("/photos", post(length).layer(DefaultBodyLimit::max(16 * 1024 * 1024)))
///     .route("/backups", post(length).layer(DefaultBodyLimit::disable()))
///     // All others.
///     .layer(DefaultBodyLimit::max(64 * 1024));
///
/// let client = doorway::testing::TestClient::new(app);
/// let body = "a".repeat(100_000);
/// assert_eq!(client.post("/notes").body(body.clone()).send().status(), 413);
/// assert_eq!(client.post("/photos").body(body).send().status(), 200);
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
#[doc(alias("RequestBodyLimitLayer", "body limit", "max size", "payload too large"))]
pub struct DefaultBodyLimit(pub(crate) Option<usize>);

impl DefaultBodyLimit {
    /// At most this many bytes.
    pub const fn max(bytes: usize) -> Self {
        Self(Some(bytes))
    }

    /// Any number of bytes: as many as the component's memory holds.
    pub const fn disable() -> Self {
        Self(None)
    }

    /// Applies the limit to one request: for an extractor that is made of others.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::extract::rejection::StringRejection;
    /// use doorway::extract::{DefaultBodyLimit, FromRequest};
    ///
    /// /// A short text.
    /// struct Note(String);
    ///
    /// impl<S> FromRequest<S> for Note {
    ///     type Rejection = StringRejection;
    ///
    ///     async fn from_request(mut request: Request, state: &S) -> Result<Self, StringRejection> {
    ///         DefaultBodyLimit::max(140).apply(&mut request);
    ///         String::from_request(request, state).await.map(Self)
    ///     }
    /// }
    /// ```
    pub fn apply(self, request: &mut Request) {
        request.parts.context.body_limit = BodyLimit(self.0);
    }
}
