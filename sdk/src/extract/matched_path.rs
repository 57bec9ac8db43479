//! [`MatchedPath`]: the route's own path.

use std::convert::Infallible;

use super::rejection::{composite, rejection};
use super::wrapper::of_head;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::Request;
use crate::request::{Head, Parts};
use crate::router::Matched;

/// The path of the route that the request was matched with, such as `/users/{id}`, with the
/// prefixes it is nested in: what requests are counted by.
///
/// `Option<MatchedPath>` is `None` where no route was matched, as in a fallback.
///
/// # Errors
///
/// [`MatchedPathMissing`](super::rejection::MatchedPathMissing): 500 where no route was matched.
///
/// # Examples
///
/// ```
/// use doorway::extract::MatchedPath;
///
/// async fn which(path: MatchedPath) -> String {
///     path.as_str().to_owned()
/// }
/// ```
#[derive(Clone)]
pub struct MatchedPath(Matched);

impl MatchedPath {
    /// The path as it was given to the router.
    pub fn as_str(&self) -> &str {
        self.0.pattern()
    }
}

impl std::fmt::Debug for MatchedPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MatchedPath").field(&self.as_str()).finish()
    }
}

of_head! {
    MatchedPath: MatchedPathRejection => |head| match &head.context().matched {
        Some(matched) => Ok(Self(matched.clone())),
        None => Err(MatchedPathMissing.into()),
    };
}

impl<S> OptionalFromRequestParts<S> for MatchedPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.context.matched.clone().map(Self))
    }

    async fn from_request_head(request: &mut Request, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(request.context.matched.clone().map(Self))
    }
}

rejection! {
    /// No route was matched: a bug of the program.
    pub struct MatchedPathMissing: INTERNAL_SERVER_ERROR,
        "the matched path was asked for where no route was matched";
}

composite! {
    /// What [`MatchedPath`] refuses requests with.
    pub enum MatchedPathRejection { MatchedPathMissing }
}
