//! [`MatchedPath`]: the route's own path.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::Matched;
use crate::pattern::join;

/// The path of the matched route, such as `/users/{id}`, with the prefixes of its nests.
///
/// Use it to group requests in metrics. In a nested service it is the service's prefix. It is an
/// extractor, and among the request's [extensions](crate::Request::extensions), for layers.
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
/// [`MatchedPathMissing`](crate::extract::rejection::MatchedPathMissing): 500 where no route was
/// matched.
#[derive(Clone)]
pub struct MatchedPath(Text);

#[derive(Clone)]
enum Text {
    /// A literal of the program, as most are.
    Literal(&'static str),
    Shared(Arc<str>),
}

impl MatchedPath {
    /// Returns the path as it was given to the router.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Literal(path) => path,
            Text::Shared(path) => path,
        }
    }

    pub(super) fn of(matched: &Matched, prefix: &str) -> Self {
        let shown = matched.shown();
        Self(match matched.pattern() {
            _ if !prefix.is_empty() => Text::Shared(join(prefix, shown).into()),
            // It is the pattern, or its beginning.
            Cow::Borrowed(pattern) => Text::Literal(pattern.get(..shown.len()).unwrap_or_default()),
            Cow::Owned(_) => Text::Shared(shown.into()),
        })
    }
}

impl fmt::Debug for MatchedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MatchedPath").field(&self.as_str()).finish()
    }
}
