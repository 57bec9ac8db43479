//! [`RawQuery`]: the query as text.

use std::convert::Infallible;
use std::fmt;

use super::FromRequestParts;
use super::wrapper::of_parts;
use crate::request::Parts;

/// The query as the client sent it, without the `?`; `None` if there is no `?`.
///
/// # Examples
///
/// ```
/// use doorway::extract::RawQuery;
///
/// async fn search(RawQuery(query): RawQuery) -> String {
///     query.unwrap_or_default()
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RawQuery(pub Option<String>);

/// Shows whether there is a query only; its text may be secret.
impl fmt::Debug for RawQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawQuery").field(&self.0.as_ref().map(|_| format_args!("…"))).finish()
    }
}

of_parts! {
    RawQuery: Infallible => |parts| Ok(Self(parts.query().map(str::to_owned)));
}
