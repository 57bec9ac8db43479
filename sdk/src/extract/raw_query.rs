//! [`RawQuery`]: the query as text.

use std::convert::Infallible;

use super::FromRequestParts;
use super::wrapper::of_head;
use crate::Request;
use crate::request::{Head, Parts};

/// The query as the client sent it, if there is one: what follows the `?`.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawQuery(pub Option<String>);

of_head! {
    RawQuery: Infallible => |head| Ok(Self(head.query().map(str::to_owned)));
}
