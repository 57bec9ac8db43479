//! [`NestedPath`]: the path that a router is nested at.

use std::convert::Infallible;
use std::sync::Arc;

use super::rejection::{composite, rejection};
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;
use crate::target::length_of;

/// The path that the router of the matched route is nested at, such as `/users/{id}`.
///
/// With several nested in each other it is all of their paths, joined.
///
/// `Option<NestedPath>` is `None` for a route of the outermost router.
///
/// # Examples
///
/// ```
/// use doorway::extract::NestedPath;
/// use doorway::{Router, routing::get};
///
/// async fn links(nest: NestedPath) -> String {
///     format!("<a href=\"{}/planets\">Planets</a>", nest.as_str())
/// }
///
/// let app: Router = Router::new().nest("/api", Router::new().route("/", get(links)));
/// # let client = doorway::testing::TestClient::new(app);
/// # assert_eq!(client.get("/api").send().text(), "<a href=\"/api/planets\">Planets</a>");
/// ```
///
/// # Errors
///
/// [`NestedPathMissing`](super::rejection::NestedPathMissing): 500 where nothing is nested.
#[derive(Clone, Debug)]
pub struct NestedPath(Arc<str>);

impl NestedPath {
    /// Returns the path as it was given to the router.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(parts: &Parts) -> Option<Self> {
        let before = parts.context.before.as_ref().map_or("", |before| &before.prefix);
        let own = parts.extensions.matched().map_or("", |matched| {
            let stripped = parts.target().get(..parts.context.stripped).unwrap_or_default();
            let pattern = matched.pattern();
            pattern.get(..length_of(stripped.matches('/').count(), pattern)).unwrap_or_default()
        });
        let is_nested = !before.is_empty() || !own.is_empty();
        is_nested.then(|| Self([before, own].concat().into()))
    }
}

impl<S> FromRequestParts<S> for NestedPath {
    type Rejection = NestedPathRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NestedPathRejection> {
        Ok(Self::of(parts).ok_or(NestedPathMissing)?)
    }
}

impl<S> OptionalFromRequestParts<S> for NestedPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Self::of(parts))
    }
}

rejection! {
    /// The router of the matched route is not nested: a bug of the program.
    pub struct NestedPathMissing: INTERNAL_SERVER_ERROR,
        "the router is not nested, so there is no nested path";
}

composite! {
    /// A rejection of [`NestedPath`].
    pub enum NestedPathRejection { NestedPathMissing }
}
