//! Cookies ([RFC 6265](https://www.rfc-editor.org/rfc/rfc6265)): as they are, signed, or encrypted.
//!
//! A jar is an extractor that holds the request's cookies, and a part of a response that sets those
//! which were changed. A handler that changes a jar has to return it.
//!
//! What is not used of these is not in the component: a plain jar brings no cryptography with it.

use std::convert::Infallible;

use http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use percent_encoding::percent_decode_str;

use super::FromRequestParts;
use super::wrapper::of_head;
use crate::Request;
use crate::backend::say;
use crate::error::Error;
use crate::request::{Head, Parts};
use crate::response::headers::append;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

mod key;
mod private;
mod signed;

pub use cookie::{Cookie, CookieBuilder, Expiration, KeyError, SameSite, time};
pub use key::Key;
pub use private::PrivateCookieJar;
pub use signed::SignedCookieJar;

/// The cookies of a request, and those that its response sets.
///
/// The client can read and change them all. Names and values are percent-encoded on their way out
/// and decoded on their way in; what is no cookie is passed over. Of cookies of the same name the
/// last one counts.
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
/// # use doorway::{Handler, Request};
/// # doorway::testing::block_on(async {
/// # let request = Request::builder().header("cookie", "theme=dark; visits=1").body("").unwrap();
/// # let response = visits.call(request.into(), &()).await;
/// # assert_eq!(response.headers()["set-cookie"], "visits=2; HttpOnly; Path=/");
/// # });
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a jar that is not returned sets no cookies"]
pub struct CookieJar {
    jar: cookie::CookieJar,
}

of_head! {
    CookieJar: Infallible => |head| Ok(Self { jar: originals(&from_head(head), &|_| true) });
}

impl CookieJar {
    /// A jar without cookies.
    pub fn new() -> Self {
        Self::default()
    }

    /// The cookies of a request's header fields.
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

    /// The cookie of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Cookie<'static>> {
        self.jar.get(name)
    }

    /// Removes a cookie. To have the client forget it, it needs the path and the domain that it was
    /// set with.
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

    /// All cookies, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Cookie<'static>> {
        self.jar.iter()
    }
}

/// Sets the cookies that were added and removed, beside others that the response sets. One with an
/// attribute that cannot stand in a header field is left out with a line on stderr.
impl IntoResponseParts for CookieJar {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        res.with(self)
    }

    fn set_on(self, reply: &mut Reply) -> Result<(), Error> {
        set_changes(&self.jar, reply)
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

fn from_head(head: &impl Head) -> Vec<HeaderValue> {
    head.header_values(&COOKIE)
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
    // RFC 6265, 5.4: one field. HTTP/2 may bring it in pieces (RFC 9113, 8.2.3).
    for pair in values.iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';')) {
        let Some(cookie) = parse(pair) else { continue };
        if jar.get(cookie.name()).is_none() || trusted(&cookie) {
            jar.add_original(cookie);
        }
    }
    jar
}

/// A name and a value. `Cookie::parse_encoded` knows attributes too, which a request's cookies have
/// not, and brings the reading of dates into the component: 33 KB.
fn parse(pair: &[u8]) -> Option<Cookie<'static>> {
    let (name, value) = str::from_utf8(pair).ok()?.split_once('=')?;
    let decode =
        |text: &str| Some(percent_decode_str(text.trim()).decode_utf8().ok()?.into_owned());
    let (name, value) = (decode(name)?, decode(value)?);
    (!name.is_empty()).then(|| Cookie::new(name, value))
}

fn set_changes(jar: &cookie::CookieJar, reply: &mut Reply) -> Result<(), Error> {
    for cookie in jar.delta() {
        match HeaderValue::try_from(cookie.encoded().to_string()) {
            Ok(value) => append(reply, SET_COOKIE, value)?,
            Err(_) => say!(
                "doorway: left out the cookie `{}`: its path or domain cannot stand in a header \
                 field",
                cookie.name().escape_debug()
            ),
        }
    }
    Ok(())
}
