//! [`OptionalPath`]: the parameters of a path that may have none.

use serde_core::de::DeserializeOwned;

use super::FromRequestParts;
use super::path::{Path, PathRejection};
use crate::request::Parts;

/// The parameters of the path, `None` if the route has none: the same as `Option<Path<T>>`.
///
/// # Examples
///
/// ```
/// # #![allow(deprecated)]
/// use doorway::extract::OptionalPath;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
///
/// async fn page(OptionalPath(number): OptionalPath<u32>) -> String {
///     format!("page {}", number.unwrap_or(1))
/// }
///
/// let app = Router::new().route("/blog", get(page)).route("/blog/{page}", get(page));
/// assert_eq!(TestClient::new(app).get("/blog").send().text(), "page 1");
/// ```
///
/// # Errors
///
/// As with [`Path`].
#[deprecated = "use `Option<Path<T>>`"]
#[derive(Debug)]
pub struct OptionalPath<T>(pub Option<T>);

#[allow(deprecated)]
impl<S, T: DeserializeOwned> FromRequestParts<S> for OptionalPath<T> {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PathRejection> {
        let path = Option::<Path<T>>::from_request_parts(parts, state).await?;
        Ok(Self(path.map(|Path(value)| value)))
    }
}
