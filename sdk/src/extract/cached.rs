//! [`Cached`]: an extractor that runs once for a request.

use std::sync::Arc;

use super::FromRequestParts;
use super::wrapper::wrapper;
use crate::body::Local;
use crate::request::Parts;

/// An extractor whose value is kept with the request, so that it is extracted once, however many
/// extractors and handlers ask for it.
///
/// There is one value of each type. A request that the extractor refuses is asked again.
///
/// # Examples
///
/// ```
/// use doorway::RequestPartsExt;
/// use doorway::extract::{Cached, FromRequestParts};
/// use doorway::http::StatusCode;
/// use doorway::request::Parts;
///
/// /// The session, which takes a request to another service.
/// #[derive(Clone)]
/// struct Session {
///     user: String,
/// }
///
/// # impl<S> FromRequestParts<S> for Session {
/// #     type Rejection = StatusCode;
/// #
/// #     async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, StatusCode> {
/// #         Ok(Self { user: "Trillian".to_owned() })
/// #     }
/// # }
/// struct Admin;
///
/// impl<S> FromRequestParts<S> for Admin {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
///         let Cached(session) = Cached::<Session>::from_request_parts(parts, state).await?;
///         if session.user == "Trillian" { Ok(Self) } else { Err(StatusCode::FORBIDDEN) }
///     }
/// }
///
/// // The session is asked for once.
/// async fn dashboard(_: Admin, Cached(session): Cached<Session>) -> String {
///     format!("Hello, {}!", session.user)
/// }
/// # use doorway::{Router, routing::get, testing::TestClient};
/// # let app = Router::new().route("/", get(dashboard));
/// # assert_eq!(TestClient::new(app).get("/").send().text(), "Hello, Trillian!");
/// ```
///
/// # Errors
///
/// The rejection of `T`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cached<T>(pub T);

wrapper!(Cached);

/// A value among the extensions of a request: those are `Send`, and it need not be.
struct Entry<T>(Arc<Local<T>>);

// A derived one would ask the same of `T`.
impl<T> Clone for Entry<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S, T: FromRequestParts<S> + Clone + 'static> FromRequestParts<S> for Cached<T> {
    type Rejection = T::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, T::Rejection> {
        if let Some(value) = parts.extensions.get::<Entry<T>>().and_then(|entry| entry.0.get()) {
            return Ok(Self(value.clone()));
        }
        let value = T::from_request_parts(parts, state).await?;
        parts.extensions.insert(Entry(Arc::new(Local::new(value.clone()))));
        Ok(Self(value))
    }
}
