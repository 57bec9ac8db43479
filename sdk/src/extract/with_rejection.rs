//! [`WithRejection`]: an extractor that is refused in another way.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::{FromRequest, FromRequestParts};
use crate::Request;
use crate::request::Parts;
use crate::response::IntoResponse;

/// The extractor `E`, whose rejection becomes an `R` by `From`, which answers the request.
///
/// # Examples
///
/// ```
/// use doorway::extract::rejection::PathRejection;
/// use doorway::extract::{Path, WithRejection};
/// use doorway::http::StatusCode;
/// use doorway::response::{IntoResponse, Response};
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
///
/// struct NoSuchPlanet;
///
/// impl From<PathRejection> for NoSuchPlanet {
///     fn from(_: PathRejection) -> Self {
///         Self
///     }
/// }
///
/// impl IntoResponse for NoSuchPlanet {
///     fn into_response(self) -> Response {
///         (StatusCode::NOT_FOUND, "planets have numbers").into_response()
///     }
/// }
///
/// async fn planet(
///     WithRejection(Path(number), _): WithRejection<Path<u32>, NoSuchPlanet>,
/// ) -> String {
///     format!("planet {number}")
/// }
///
/// let client = TestClient::new(Router::new().route("/planets/{number}", get(planet)));
/// assert_eq!(client.get("/planets/3").send().text(), "planet 3");
/// assert_eq!(client.get("/planets/earth").send().text(), "planets have numbers");
///
/// /// As the first handler, without a pattern.
/// async fn planet_too(number: WithRejection<Path<u32>, NoSuchPlanet>) -> String {
///     let Path(number) = number.into_inner();
///     format!("planet {number}")
/// }
/// ```
///
/// # Errors
///
/// The `R` of the rejection of `E`.
#[doc(alias = "validation")]
pub struct WithRejection<E, R>(pub E, pub PhantomData<R>);

impl<E, R> WithRejection<E, R> {
    /// Returns the extractor.
    pub fn into_inner(self) -> E {
        self.0
    }
}

impl<E, R, S> FromRequest<S> for WithRejection<E, R>
where
    E: FromRequest<S>,
    R: From<E::Rejection> + IntoResponse,
{
    type Rejection = R;

    async fn from_request(request: Request, state: &S) -> Result<Self, R> {
        Ok(Self(E::from_request(request, state).await?, PhantomData))
    }
}

impl<E, R, S> FromRequestParts<S> for WithRejection<E, R>
where
    E: FromRequestParts<S>,
    R: From<E::Rejection> + IntoResponse,
{
    type Rejection = R;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, R> {
        Ok(Self(E::from_request_parts(parts, state).await?, PhantomData))
    }
}

impl<E, R> Deref for WithRejection<E, R> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E, R> DerefMut for WithRejection<E, R> {
    fn deref_mut(&mut self) -> &mut E {
        &mut self.0
    }
}

// Derived ones would ask the same of `R`.
impl<E: Clone, R> Clone for WithRejection<E, R> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<E: Copy, R> Copy for WithRejection<E, R> {}

impl<E: Default, R> Default for WithRejection<E, R> {
    fn default() -> Self {
        Self(E::default(), PhantomData)
    }
}

impl<E: fmt::Debug, R> fmt::Debug for WithRejection<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WithRejection").field(&self.0).field(&self.1).finish()
    }
}

impl<E: fmt::Display, R> fmt::Display for WithRejection<E, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
