//! URLs: what is taken for one, and what a relative one means
//! ([RFC 3986, 5](https://www.rfc-editor.org/rfc/rfc3986#section-5)).

use http::Uri;

use super::Error;

/// What a URL is made of: text, or a [`Uri`].
///
/// It is implemented here only.
pub trait IntoUrl: sealed::Sealed {}

pub(super) mod sealed {
    use super::{Error, Uri};

    pub trait Sealed {
        fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error>;
    }
}

impl IntoUrl for Uri {}
impl sealed::Sealed for Uri {
    fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error> {
        if self.scheme().is_some() { Ok(self) } else { resolve(base, &self.to_string()) }
    }
}

impl IntoUrl for &Uri {}
impl sealed::Sealed for &Uri {
    fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error> {
        self.clone().into_url(base)
    }
}

impl IntoUrl for &str {}
impl sealed::Sealed for &str {
    fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error> {
        resolve(base, self)
    }
}

impl IntoUrl for String {}
impl sealed::Sealed for String {
    fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error> {
        resolve(base, &self)
    }
}

impl IntoUrl for &String {}
impl sealed::Sealed for &String {
    fn into_url(self, base: Option<&Uri>) -> Result<Uri, Error> {
        resolve(base, self)
    }
}

/// What a text means, as seen from a base.
pub(super) fn resolve(_base: Option<&Uri>, text: &str) -> Result<Uri, Error> {
    Uri::try_from(text).map_err(|error| Error::builder(format!("`{text}` is not a URL: {error}")))
}

/// Adds encoded pairs to a query.
#[cfg(feature = "query")]
pub(super) fn add_query(url: &mut Uri, query: &str) -> Result<(), Error> {
    if query.is_empty() {
        return Ok(());
    }
    let target = url.path_and_query().map_or("/", |target| target.as_str());
    let separator = match target.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    let mut parts = url.clone().into_parts();
    let target = format!("{target}{separator}{query}");
    parts.path_and_query = Some(target.try_into().map_err(|error| not_a_url(&query, &error))?);
    *url = Uri::from_parts(parts).map_err(|error| not_a_url(&query, &error))?;
    Ok(())
}

fn not_a_url(text: &dyn std::fmt::Display, error: &dyn std::fmt::Display) -> Error {
    Error::builder(format!("`{text}` is not part of a URL: {error}"))
}
