//! [`SignedCookieJar`]: cookies that the client can read, but not change.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use http::header::{HeaderMap, HeaderValue};

use super::{Cookie, Key, Names, from_map, from_parts, originals, set_changes};
use crate::error::Error;
use crate::extract::{FromRef, FromRequestParts};
use crate::request::Parts;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

/// A [`CookieJar`](super::CookieJar) of signed cookies: the client can read them, but not change
/// them.
///
/// The signature is an HMAC ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) with SHA-256 of
/// the value. It does not cover the age, nor the name, so that a client can give one cookie the
/// value of another. Signatures are checked when cookies are read, and cookies with a wrong one are
/// ignored.
///
/// The [`Key`] is a part of the state. With a type of its own, `K`, a jar has a key of its own.
///
/// # Examples
///
/// ```
/// use doorway::extract::cookie::{Cookie, Key, SignedCookieJar};
///
/// async fn log_in(jar: SignedCookieJar) -> SignedCookieJar {
///     jar.add(Cookie::build(("user", "ferris")).path("/").secure(true).http_only(true))
/// }
///
/// async fn log_out(jar: SignedCookieJar) -> SignedCookieJar {
///     jar.remove(Cookie::build("user").path("/"))
/// }
///
/// async fn who(jar: SignedCookieJar) -> String {
///     match jar.get("user") {
///         Some(user) => format!("You are {}", user.value()),
///         None => "Who are you?".into(),
///     }
/// }
/// # use doorway::{Handler, IntoResponse, Request};
/// # doorway::testing::block_on(async {
/// # let key = Key::generate();
/// # let response = log_in.call(Request::default(), &key).await.into_response();
/// # let cookie = &response.headers()["set-cookie"];
/// # let request = Request::builder().header("cookie", cookie).body("").unwrap();
/// # let response = who.call(request.into(), &key).await.into_response();
/// # assert_eq!(response.into_body().collect_up_to(64).await.unwrap().bytes(), "You are ferris");
/// # });
/// ```
#[must_use = "a jar that is not returned sets no cookies"]
#[doc(alias = "session")]
pub struct SignedCookieJar<K = Key> {
    jar: cookie::CookieJar,
    key: Key,
    /// The type of the key in the state.
    state: PhantomData<K>,
}

impl<S, K: FromRef<S> + Into<Key>> FromRequestParts<S> for SignedCookieJar<K> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&from_parts(parts), K::from_ref(state).into()))
    }
}

impl SignedCookieJar {
    /// Creates an empty jar.
    pub fn new(key: Key) -> Self {
        Self::of(&[], key)
    }

    /// Creates a jar of the cookies in a request's header fields.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::cookie::{Cookie, Key, SignedCookieJar};
    /// use doorway::http::HeaderMap;
    ///
    /// fn user(headers: &HeaderMap, key: &Key) -> Option<String> {
    ///     let jar = SignedCookieJar::from_headers(headers, key.clone());
    ///     Some(jar.get("user")?.value().to_owned())
    /// }
    ///
    /// assert_eq!(user(&HeaderMap::new(), &Key::generate()), None);
    /// ```
    pub fn from_headers(headers: &HeaderMap, key: Key) -> Self {
        Self::of(&from_map(headers), key)
    }
}

impl<K> SignedCookieJar<K> {
    fn of(values: &[HeaderValue], key: Key) -> Self {
        // A foreign cookie does not hide one of ours.
        let jar = originals(values, &|cookie| verify(&key, cookie.clone()).is_some());
        Self { jar, key, state: PhantomData }
    }

    /// Returns the cookie of that name, without its signature; `None` if that is wrong.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
        self.verify(self.jar.get(name)?.clone())
    }

    /// Removes a cookie. The client deletes it only if its path and domain are those it was set
    /// with.
    pub fn remove<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        self.jar.remove(cookie);
        self
    }

    /// Signs and adds a cookie, or replaces the one of its name.
    #[allow(clippy::should_implement_trait)]
    pub fn add<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        self.jar.signed_mut(&self.key.0).add(cookie);
        self
    }

    /// Checks a cookie from elsewhere, and removes its signature.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::IntoResponse;
    /// use doorway::extract::cookie::{Cookie, Key, SignedCookieJar};
    ///
    /// let jar = SignedCookieJar::new(Key::generate()).add(Cookie::new("user", "ferris"));
    /// assert_eq!(jar.iter().count(), 1);
    ///
    /// let response = jar.clone().into_response();
    /// let sent = response.headers()["set-cookie"].to_str()?.to_owned();
    /// let cookie = jar.verify(Cookie::parse_encoded(sent)?);
    /// assert_eq!(cookie.unwrap().value(), "ferris");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn verify(&self, cookie: Cookie<'static>) -> Option<Cookie<'static>> {
        verify(&self.key, cookie)
    }

    /// Returns an iterator over all cookies whose signature is right, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = Cookie<'static>> + '_ {
        self.jar.iter().filter_map(|cookie| self.verify(cookie.clone()))
    }
}

fn verify(key: &Key, cookie: Cookie<'static>) -> Option<Cookie<'static>> {
    cookie::CookieJar::new().signed(&key.0).verify(cookie)
}

/// The same as for [`CookieJar`](super::CookieJar).
impl<K> IntoResponseParts for SignedCookieJar<K> {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        set_changes(&self.jar, res)
    }
}

impl<K> IntoResponse for SignedCookieJar<K> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

impl<K> Clone for SignedCookieJar<K> {
    fn clone(&self) -> Self {
        Self { jar: self.jar.clone(), key: self.key.clone(), state: PhantomData }
    }
}

/// Shows the names of all cookies only.
impl<K> fmt::Debug for SignedCookieJar<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SignedCookieJar").field(&Names(&self.jar)).finish()
    }
}
