//! Cookies ([RFC 6265](https://www.rfc-editor.org/rfc/rfc6265)): plain, signed and private jars.
//!
//! A jar is an extractor of the request's cookies, and a part of a response that sets the changed
//! ones. A handler that changes a jar has to return it.
//!
//! # Examples
//!
//! A counter that the client cannot change. The secret comes from the host, here as an [environment
//! variable](crate#feature-flags), so that it is the same in all instances:
//!
//! ```
//! use doorway::extract::cookie::{Cookie, Key, SignedCookieJar};
//! use doorway::testing::TestClient;
//! use doorway::{Router, routing::get};
//!
//! async fn visit(jar: SignedCookieJar) -> (SignedCookieJar, String) {
//!     let visits = jar.get("visits").and_then(|cookie| cookie.value().parse().ok()).unwrap_or(0) + 1;
//!     let cookie = Cookie::build(("visits", visits.to_string())).path("/").http_only(true);
//!     (jar.add(cookie), format!("Visit {visits}"))
//! }
//!
//! fn app(secret: &str) -> Router {
//!     Router::new().route("/", get(visit)).with_state(Key::derive_from(secret.as_bytes()))
//! }
//!
//! // Elsewhere: app(&std::env::var("COOKIE_SECRET")?)
//! let client = TestClient::new(app("of 32 bytes or more, and not here"));
//! let first = client.get("/").send();
//! let cookie = first.header("set-cookie").unwrap().split(';').next().unwrap();
//! assert_eq!(client.get("/").header("cookie", cookie).send().text(), "Visit 2");
//! assert_eq!(client.get("/").header("cookie", "visits=9").send().text(), "Visit 1");
//! ```
//!
//! A component contains the code of the jars that it uses only: a plain jar brings no cryptography.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use http::header::{COOKIE, HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use super::FromRequestParts;
use super::wrapper::of_parts;
use crate::error::Error;
use crate::request::Parts;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

mod key;
mod private;
mod set;
mod signed;

pub use cookie::{Cookie, CookieBuilder, Expiration, KeyError, SameSite, time};
pub use key::Key;
pub use private::PrivateCookieJar;
pub use signed::SignedCookieJar;

use set::set_changes;

/// A jar of plain cookies, which the client can read and change.
///
/// Names and values are percent-encoded in responses. In requests, values are decoded, and so are
/// names that are encoded exactly as a jar does it; other names are not decoded, so that
/// `__%48ost-a` is not `__Host-a`. Malformed cookies are ignored. Of several cookies of the same
/// name, the last one counts.
///
/// # Examples
///
/// ```
/// use doorway::extract::cookie::{Cookie, CookieJar};
///
/// async fn visits(jar: CookieJar) -> (CookieJar, String) {
///     let visits = jar.get("visits").and_then(|cookie| cookie.value().parse().ok()).unwrap_or(0);
///     let visits: u32 = visits + 1;
///     let cookie = Cookie::build(("visits", visits.to_string())).path("/").http_only(true);
///     (jar.add(cookie), format!("visit {visits}"))
/// }
/// # use doorway::{Handler, IntoResponse, Request};
/// # doorway::testing::block_on(async {
/// # let request = Request::builder().header("cookie", "theme=dark; visits=1").body("").unwrap();
/// # let response = visits.call(request.into(), &()).await.into_response();
/// # assert_eq!(response.headers()["set-cookie"], "visits=2; HttpOnly; Path=/");
/// # });
/// ```
#[derive(Clone, Default)]
#[must_use = "a jar that is not returned sets no cookies"]
#[doc(alias("cookies", "session"))]
pub struct CookieJar {
    jar: cookie::CookieJar,
}

of_parts! {
    CookieJar: Infallible => |parts| Ok(Self { jar: originals(&from_parts(parts), &|_| true) });
}

impl CookieJar {
    /// Creates an empty jar.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a jar of the cookies in a request's header fields.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::cookie::CookieJar;
    /// use doorway::http::HeaderMap;
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("cookie", "theme=dark; lang=en".parse()?);
    /// let jar = CookieJar::from_headers(&headers);
    /// assert_eq!(jar.get("lang").unwrap().value(), "en");
    /// # Ok::<(), doorway::http::header::InvalidHeaderValue>(())
    /// ```
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Self { jar: originals(&from_map(headers), &|_| true) }
    }

    /// Returns the cookie of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Cookie<'static>> {
        self.jar.get(name)
    }

    /// Removes a cookie. The client deletes it only if its path and domain are those it was set
    /// with.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::cookie::{Cookie, CookieJar};
    ///
    /// async fn log_out(jar: CookieJar) -> CookieJar {
    ///     jar.remove(Cookie::build("session").path("/"))
    /// }
    /// ```
    pub fn remove<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        self.jar.remove(cookie);
        self
    }

    /// Adds a cookie, or replaces the one of its name.
    #[allow(clippy::should_implement_trait)]
    pub fn add<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        self.jar.add(cookie);
        self
    }

    /// Returns an iterator over all cookies, in no particular order.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::cookie::CookieJar;
    ///
    /// async fn names(jar: CookieJar) -> String {
    ///     let mut names: Vec<_> = jar.iter().map(|cookie| cookie.name()).collect();
    ///     names.sort_unstable();
    ///     names.join(", ")
    /// }
    /// # use doorway::{Router, routing::get, testing::TestClient};
    /// # let client = TestClient::new(Router::new().route("/", get(names)));
    ///
    /// let response = client.get("/").header("cookie", "theme=dark; lang=en").send();
    /// assert_eq!(response.text(), "lang, theme");
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Cookie<'static>> {
        self.jar.iter()
    }
}

/// Sets the cookies that were added and removed, beside others that the response sets. A cookie
/// without a name, or with a `;` or a control character in its path or domain, is left out with a
/// line on stderr: it would set other attributes.
///
/// The fields are marked as [sensitive](HeaderValue::set_sensitive).
impl IntoResponseParts for CookieJar {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        set_changes(&self.jar, res)
    }
}

impl IntoResponse for CookieJar {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

/// Shows the names of the cookies only.
impl fmt::Debug for CookieJar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CookieJar").field(&Names(&self.jar)).finish()
    }
}

fn from_parts(parts: &Parts) -> Vec<HeaderValue> {
    parts.header_values(&COOKIE)
}

fn from_map(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(COOKIE).into_iter().cloned().collect()
}

/// A jar of a request's cookies. One that is not `trusted` never replaces another.
fn originals(
    values: &[HeaderValue],
    trusted: &dyn Fn(&Cookie<'static>) -> bool,
) -> cookie::CookieJar {
    let mut jar = cookie::CookieJar::new();
    // RFC 6265, 5.4: one field. HTTP/2 may split it (RFC 9113, 8.2.3).
    for pair in values.iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';')) {
        let Some(cookie) = parse(pair) else { continue };
        if jar.get(cookie.name()).is_none() || trusted(&cookie) {
            jar.add_original(cookie);
        }
    }
    jar
}

/// Parses a name and a value. `Cookie::parse_encoded` parses attributes too, which a request's
/// cookies do not have, and brings a parser of dates into the component: 33 KB.
fn parse(pair: &[u8]) -> Option<Cookie<'static>> {
    let (name, value) = str::from_utf8(pair).ok()?.split_once('=')?;
    // RFC 6265, 5.2: other white space is kept.
    let [name, value] = [name, value].map(|text| text.trim_matches([' ', '\t']));
    let value = percent_decode_str(value).decode_utf8().ok()?.into_owned();
    (!name.is_empty()).then(|| Cookie::new(decoded_name(name).into_owned(), value))
}

/// Decodes a name that is encoded as a jar does it. Decoding others would get past a browser's
/// checks of the prefixes `__Host-` and `__Secure-`
/// ([RFC 6265bis, 4.1.3](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3)).
fn decoded_name(name: &str) -> Cow<'_, str> {
    if name.contains('%')
        && let Ok(decoded) = percent_decode_str(name).decode_utf8()
        && Cookie::new(&*decoded, "").encoded().to_string().strip_suffix('=') == Some(name)
    {
        return decoded;
    }
    name.into()
}

/// Shows the names of cookies only.
struct Names<'a>(&'a cookie::CookieJar);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(Cookie::name)).finish()
    }
}
