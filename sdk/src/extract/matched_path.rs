//! [`MatchedPath`]: the route's own path.

use std::convert::Infallible;
use std::rc::Rc;

use super::rejection::{composite, rejection};
use super::wrapper::of_parts;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::pattern::join;
use crate::request::{Context, Matched, Parts};

/// The path of the matched route, such as `/users/{id}`, with the prefixes of its nests.
///
/// Use it to group requests in metrics. In a nested service it is the service's prefix.
///
/// `Option<MatchedPath>` is `None` where no route was matched, as in a fallback.
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
///
/// # Errors
///
/// [`MatchedPathMissing`](super::rejection::MatchedPathMissing): 500 where no route was matched.
#[derive(Clone)]
pub struct MatchedPath(Kind);

#[derive(Clone)]
enum Kind {
    OfRouter(Matched),
    /// The path in a nested service's router, after the service's prefix.
    Joined(Rc<str>),
}

impl MatchedPath {
    /// Returns the path as it was given to the router.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kind::OfRouter(matched) => matched.shown(),
            Kind::Joined(path) => path,
        }
    }

    /// The matched path of a request; `None` if no route matched.
    pub(crate) fn of(context: &Context) -> Option<Self> {
        let matched = context.matched.as_ref()?;
        let kind = match context.before.as_ref().filter(|before| !before.prefix.is_empty()) {
            Some(before) => Kind::Joined(join(&before.prefix, matched.shown()).into()),
            None => Kind::OfRouter(matched.clone()),
        };
        Some(Self(kind))
    }
}

impl std::fmt::Debug for MatchedPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MatchedPath").field(&self.as_str()).finish()
    }
}

of_parts! {
    MatchedPath: MatchedPathRejection => |parts| {
        Ok(MatchedPath::of(&parts.context).ok_or(MatchedPathMissing)?)
    };
}

impl<S> OptionalFromRequestParts<S> for MatchedPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Self::of(&parts.context))
    }
}

rejection! {
    /// No route matched: a bug of the program.
    pub struct MatchedPathMissing: INTERNAL_SERVER_ERROR,
        "no route matched, so there is no matched path";
}

composite! {
    /// A rejection of [`MatchedPath`].
    pub enum MatchedPathRejection { MatchedPathMissing }
}
