//! [`OptionalQuery`]: a query that may be missing.

use std::ops::{Deref, DerefMut};

use serde_core::de::DeserializeOwned;

use super::FromRequestParts;
use super::query::{FailedToDeserializeQueryString, Query, QueryRejection};
use super::rejection::composite;
use crate::request::Parts;

/// The query, as [`Query`] reads it, and `None` if the URI has no `?`: the same as `Option<Query<T>>`.
///
/// # Examples
///
/// ```
/// use doorway::extract::OptionalQuery;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Page {
///     number: u32,
/// }
///
/// async fn list(OptionalQuery(page): OptionalQuery<Page>) -> String {
///     format!("page {}", page.map_or(1, |page| page.number))
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(list)));
/// assert_eq!(client.get("/").send().text(), "page 1");
/// assert_eq!(client.get("/?number=2").send().text(), "page 2");
/// assert_eq!(client.get("/?size=9").send().status(), 400);
/// ```
///
/// # Errors
///
/// As with [`Query`].
#[derive(Clone, Copy, Debug, Default)]
pub struct OptionalQuery<T>(pub Option<T>);

impl<S, T: DeserializeOwned> FromRequestParts<S> for OptionalQuery<T> {
    type Rejection = OptionalQueryRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Self, OptionalQueryRejection> {
        match Option::<Query<T>>::from_request_parts(parts, state).await {
            Ok(query) => Ok(Self(query.map(|Query(value)| value))),
            Err(QueryRejection::FailedToDeserializeQueryString(rejection)) => Err(rejection.into()),
        }
    }
}

impl<T> Deref for OptionalQuery<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T> DerefMut for OptionalQuery<T> {
    fn deref_mut(&mut self) -> &mut Option<T> {
        &mut self.0
    }
}

composite! {
    /// A rejection of [`OptionalQuery`].
    pub enum OptionalQueryRejection { FailedToDeserializeQueryString }
}
