//! Cookies that a client keeps and sends back ([RFC 6265](https://www.rfc-editor.org/rfc/rfc6265)).
//!
//! [`ClientBuilder::cookie_store`](super::ClientBuilder::cookie_store) enables them; a [`Jar`] that
//! you create can be read, and filled beforehand.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use http::HeaderValue;

mod date;
mod matching;
mod parse;
#[cfg(test)]
mod properties;
mod store;

use super::url::Url;
use store::Store;

/// A store of a client's cookies: [`Jar`], or a type of your own.
///
/// # Examples
///
/// ```
/// use doorway::client::cookie::CookieStore;
/// use doorway::client::{Client, Url};
/// use doorway::http::HeaderValue;
/// use std::sync::Arc;
///
/// /// Sends the same session to one host, and keeps nothing.
/// struct Session(HeaderValue);
///
/// impl CookieStore for Session {
///     fn set_cookies(&self, _: &mut dyn Iterator<Item = &HeaderValue>, _: &Url) {}
///
///     fn cookies(&self, url: &Url) -> Option<HeaderValue> {
///         (url.host_str() == Some("shop.example")).then(|| self.0.clone())
///     }
/// }
///
/// let session = Arc::new(Session(HeaderValue::from_static("session=1234")));
/// let client = Client::builder().cookie_provider(session).build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
pub trait CookieStore: Send + Sync {
    /// Stores the cookies of a response from `url`, by its `set-cookie` fields.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::cookie::{CookieStore, Jar};
    /// use doorway::http::HeaderValue;
    ///
    /// let (jar, url) = (Jar::default(), "https://shop.example".parse()?);
    /// jar.set_cookies(&mut [HeaderValue::from_static("theme=dark")].iter(), &url);
    /// assert_eq!(jar.cookies(&url).unwrap(), "theme=dark");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    fn set_cookies(&self, cookie_headers: &mut dyn Iterator<Item = &HeaderValue>, url: &Url);

    /// The `cookie` field of a request to `url`.
    fn cookies(&self, url: &Url) -> Option<HeaderValue>;
}

/// Cookies in memory, as [RFC 6265, 5](https://www.rfc-editor.org/rfc/rfc6265#section-5) has user
/// agents keep them.
///
/// A jar lives as long as the instance of the component, which may be one request only. Where the
/// RFC leaves a choice, or its successor
/// [6265bis](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis) differs:
///
/// - A domain of one label, such as `com`, is refused, unless it is the host itself. There is no
///   list of other public suffixes: a server at `a.co.uk` can set cookies for `co.uk`. Use a client
///   for each server that is not trusted.
/// - `Secure` cookies are accepted from and sent to `https://` and loopback only: `localhost`,
///   `127.0.0.0/8` and `[::1]`. They are not replaced over `http://`.
/// - The prefixes `__Secure-` and `__Host-` are enforced.
/// - `SameSite`, `HttpOnly` and `Partitioned` are ignored.
/// - A cookie with more than 4,096 bytes of name and value is refused, an attribute with more than
///   1,024 is ignored. At most 50 cookies are kept for a domain and 3,000 in all, without the least
///   recently used. At most 64 KiB are sent.
///
/// # Examples
///
/// ```
/// use doorway::client::Client;
/// use doorway::client::cookie::{CookieStore, Jar};
/// use std::sync::Arc;
///
/// let url = "https://shop.example/cart".parse()?;
/// let jar = Arc::new(Jar::default());
/// jar.add_cookie_str("session=1234; Path=/; Secure", &url);
/// let client = Client::builder().cookie_provider(jar.clone()).build()?;
/// assert_eq!(jar.cookies(&url).unwrap(), "session=1234");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
#[doc(alias("cookie jar", "cookie_store"))]
pub struct Jar(Mutex<Store>);

impl Jar {
    /// Adds a cookie as if a response from `url` had set it. One that may not be set from there is
    /// ignored.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::cookie::{CookieStore, Jar};
    ///
    /// let jar = Jar::default();
    /// let url = "https://a.example/".parse()?;
    /// jar.add_cookie_str("theme=dark; Domain=b.example", &url);
    /// assert!(jar.cookies(&url).is_none());
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn add_cookie_str(&self, cookie: &str, url: &Url) {
        self.store().set(cookie, url, now());
    }

    // A panic leaves the store in order.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CookieStore for Jar {
    fn set_cookies(&self, cookie_headers: &mut dyn Iterator<Item = &HeaderValue>, url: &Url) {
        for cookie in cookie_headers.filter_map(|value| str::from_utf8(value.as_bytes()).ok()) {
            self.add_cookie_str(cookie, url);
        }
    }

    fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        let cookies = self.store().get(url, now())?;
        let mut value = HeaderValue::try_from(cookies).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// Without the cookies, which may be secret.
impl fmt::Debug for Jar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jar").finish_non_exhaustive()
    }
}

/// The seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
