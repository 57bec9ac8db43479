//! [`Query`]: an extractor of the query.

use http::Uri;
use serde_core::de::DeserializeOwned;

use super::pairs;
use super::rejection::{composite, rejection};
use super::wrapper::wrapper;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;

/// The query, such as `page=2&sort=name`, deserialized into a struct, a map or a list of pairs.
///
/// A repeated name fills a `Vec`; a missing one needs an `Option` or `#[serde(default)]`. `true`
/// and `on` are true. In a `#[serde(flatten)]` all values are text: a number there needs a
/// `deserialize_with`.
///
/// An empty value, as forms send for a field that was left empty, is `None` in an `Option` of a
/// type that does not accept it: a number, a `char`, an enum, an address, a type of your own. In an
/// `Option<String>` it is `Some("")`.
///
/// The number of pairs is limited by the size only: 65,534 bytes of a URI, or the limit of a form's
/// body. Deserializing takes up to 20 times that in memory, apart from `T`.
///
/// `Option<Query<T>>` is `None` if the URI has no `?`.
///
/// # Examples
///
/// ```
/// use doorway::extract::Query;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Listing {
///     #[serde(default)]
///     page: u32,
///     tag: Vec<String>,
/// }
///
/// // Asked for `?page=2&tag=blue&tag=green`, for example.
/// async fn list(Query(listing): Query<Listing>) -> String {
///     format!("page {} of what is {}", listing.page, listing.tag.join(" and "))
/// }
/// ```
///
/// # Errors
///
/// [`FailedToDeserializeQueryString`](super::rejection::FailedToDeserializeQueryString), whose
/// detail names the field: 400 if a value is missing or cannot be parsed to its type, or if the
/// percent-encoding or UTF-8 is invalid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[doc(alias("params", "querystring", "search"))]
pub struct Query<T>(pub T);

wrapper!(Query);

impl<T: DeserializeOwned> Query<T> {
    /// Deserializes the query of a URI, as the extractor does.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::HashMap;
    ///
    /// use doorway::extract::Query;
    /// use doorway::http::Uri;
    ///
    /// let uri = Uri::from_static("https://example.com/search?q=a%20b");
    /// let Query(query) = Query::<HashMap<String, String>>::try_from_uri(&uri)?;
    /// assert_eq!(query["q"], "a b");
    /// # Ok::<(), doorway::extract::rejection::QueryRejection>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The same as for the extractor.
    pub fn try_from_uri(uri: &Uri) -> Result<Self, QueryRejection> {
        Self::read(uri.query())
    }

    fn read(query: Option<&str>) -> Result<Self, QueryRejection> {
        match pairs::read(query.unwrap_or_default()) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(FailedToDeserializeQueryString::new(error).into()),
        }
    }
}

impl<S, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = QueryRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, QueryRejection> {
        Self::read(parts.query())
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequestParts<S> for Query<T> {
    type Rejection = QueryRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, QueryRejection> {
        parts.query().map(|query| Self::read(Some(query))).transpose()
    }
}

rejection! {
    /// The query does not match its type.
    pub struct FailedToDeserializeQueryString(shown): BAD_REQUEST,
        "the query is invalid";
}

composite! {
    /// A rejection of [`Query`].
    pub enum QueryRejection { FailedToDeserializeQueryString }
}
