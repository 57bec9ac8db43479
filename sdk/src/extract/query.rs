//! [`Query`]: the query of the URI.

use http::Uri;
use serde_core::de::DeserializeOwned;

use super::pairs;
use super::rejection::{composite, rejection};
use super::wrapper::wrapper;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;

/// The query of the URI, such as `page=2&sort=name`, as a struct, a map or a list of pairs.
///
/// A name that stands many times fills a `Vec`, one that may be missing an `Option`; `true` and `on`
/// are true. The rest is serde's: `#[serde(default)]`, `rename`, `flatten`, in which all values are
/// text: a number in it needs a `deserialize_with`.
///
/// An empty value, as forms send for a field that was left empty, is `None` in an `Option` of what
/// does not read it: a number, a `char`, an enum, an address, a type of your own. In an
/// `Option<String>` it is `Some("")`.
///
/// There are as many pairs as fit: into the 65,534 bytes of a URI, or the 2 MiB of a form. What reads
/// them takes up to 20 times their length in memory, beside what `T` takes.
///
/// `Option<Query<T>>` is `None` if the URI has no `?`.
///
/// # Errors
///
/// [`FailedToDeserializeQueryString`](super::rejection::FailedToDeserializeQueryString): 400 if a
/// value is missing or does not have the form of its type, if it is percent-encoded wrongly or is
/// not text once it is decoded. The answer names the value.
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

wrapper!(Query);

impl<T: DeserializeOwned> Query<T> {
    /// Reads the query of a URI, as the extractor does.
    ///
    /// # Errors
    ///
    /// As the extractor.
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
    /// The query is not what is asked for.
    pub struct FailedToDeserializeQueryString(told): BAD_REQUEST,
        "the query is not what is asked for here";
}

composite! {
    /// What [`Query`] refuses requests with.
    pub enum QueryRejection { FailedToDeserializeQueryString }
}
