//! [`IntoUrl`]: the types of URLs, and the resolution of relative ones
//! ([RFC 3986, 5](https://www.rfc-editor.org/rfc/rfc3986#section-5)).

use std::str::FromStr;

use http::Uri;

use super::error::Error;
use super::url::Url;
use super::url::authority::cut;
use super::url::invalid::InvalidUrl;
use super::url::reference::{has_origin, join};

/// A type that converts to a URL: text, a [`Url`] or a [`Uri`]. The trait is sealed.
///
/// An absolute URL begins with `http://` or `https://`; a relative one is resolved against the
/// [base](super::ClientBuilder::base_url) of the client
/// ([RFC 3986, 5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)). White space around it and a
/// fragment are left out. Characters that are not allowed in a path or a query are percent-encoded;
/// those that are encoded already stay so.
///
/// A host that is not ASCII has to be in punycode, unless feature `idna` is enabled. A URL with a user
/// is refused ([RFC 9110, 4.2.4](https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4)). The path and
/// the query may have 65,534 bytes.
///
/// # Examples
///
/// ```
/// use doorway::client::Client;
///
/// let client = Client::builder().base_url("https://example.com/api/").build()?;
/// let url = |text: &str| client.get(text).build().map(|request| request.url().to_string());
/// assert_eq!(url("planets?name=Rømer")?, "https://example.com/api/planets?name=R%C3%B8mer");
/// assert_eq!(url("../moons/")?, "https://example.com/moons/");
/// assert_eq!(url("http://[::1]:8080")?, "http://[::1]:8080/");
/// assert!(url("ftp://example.com/").unwrap_err().is_builder());
/// # Ok::<(), doorway::client::Error>(())
/// ```
pub trait IntoUrl: sealed::Sealed {}

pub(super) mod sealed {
    use super::{Error, Url};

    pub trait Sealed {
        fn into_url(self, base: Option<&Url>) -> Result<Url, Error>;
    }
}

macro_rules! impl_into_url {
    ($($type:ty, $url:ident, $base:ident => $into_url:expr;)*) => {$(
        impl IntoUrl for $type {}
        impl sealed::Sealed for $type {
            fn into_url(self, $base: Option<&Url>) -> Result<Url, Error> {
                let $url = self;
                $into_url
            }
        }
    )*};
}

impl_into_url! {
    Url, url, base => absolute(base, url);
    &Url, url, base => absolute(base, url.clone());
    Uri, url, base => url.to_string().into_url(base);
    &Uri, url, base => url.to_string().into_url(base);
    &str, url, base => Url::plain(url).or_else(|url| resolve(base, url));
    String, url, base => Url::plain(url).or_else(|url| resolve(base, &url));
    &String, url, base => url.as_str().into_url(base);
}

/// Resolves a text against a base.
fn resolve(base: Option<&Url>, text: &str) -> Result<Url, Error> {
    join(base, text).map_err(|invalid| match invalid {
        // A password would end in the log.
        InvalidUrl::User => Error::builder(format!("the URL {invalid}")),
        _ => Error::builder(format!("the URL `{}` {invalid}", excerpt(text))),
    })
}

/// The URL of a request that was built elsewhere. The path and the query of an absolute one are not
/// changed: a proxy may not do that
/// ([RFC 9110, 7.7](https://www.rfc-editor.org/rfc/rfc9110#section-7.7)).
pub(super) fn absolute(base: Option<&Url>, url: Url) -> Result<Url, Error> {
    if has_origin(&url) { Ok(url) } else { resolve(base, &Uri::to_string(&url)) }
}

impl Url {
    /// Parses an absolute URL, as [`IntoUrl`] says.
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) if it is not a URL that a request can be sent to.
    pub fn parse(text: &str) -> Result<Self, Error> {
        sealed::Sealed::into_url(text, None)
    }

    /// Resolves a URL against this one
    /// ([RFC 3986, 5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)).
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn join(&self, text: &str) -> Result<Self, Error> {
        sealed::Sealed::into_url(text, Some(self))
    }
}

impl FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Url {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl TryFrom<Uri> for Url {
    type Error = Error;

    fn try_from(uri: Uri) -> Result<Self, Error> {
        absolute(None, Self::of_uri(uri))
    }
}

/// The part of an invalid URL that may be shown: before an `@` may be a password, and behind a `?` a
/// token. Control characters would be the log's.
fn excerpt(text: &str) -> String {
    const MAX_LEN: usize = 200;
    let at = text.bytes().rposition(|byte| byte == b'@').unwrap_or(0);
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let mut shown = String::from(if at == 0 { "" } else { "…" });
    if !cut(before, b"?#").1.is_empty() {
        return shown;
    }
    let (rest, hidden) = cut(rest, b"?#");
    for (count, char) in rest.chars().enumerate() {
        if count == MAX_LEN {
            shown.push('…');
            return shown;
        }
        shown.push(if char.is_control() { char::REPLACEMENT_CHARACTER } else { char });
    }
    if !hidden.is_empty() {
        shown.push_str(if hidden.starts_with('?') { "?…" } else { "#…" });
    }
    shown
}

/// Adds encoded pairs to the query.
#[cfg(feature = "query")]
pub(super) fn add_query(url: &mut Url, query: &str) -> Result<(), Error> {
    if query.is_empty() || url.add_query(query) {
        Ok(())
    } else {
        Err(Error::builder("the URL with its query is too long"))
    }
}
