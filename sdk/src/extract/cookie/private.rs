//! [`PrivateCookieJar`]: cookies that the client can neither read nor change.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{AeadInPlace, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{HeaderMap, HeaderValue};

use super::{Cookie, Key, Names, from_map, from_parts, originals, set_changes};
use crate::error::Error;
use crate::extract::{FromRef, FromRequestParts};
use crate::port::random;
use crate::request::Parts;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use crate::shown::log_line;

/// A [`CookieJar`](super::CookieJar) of encrypted cookies: the client can neither read nor change
/// them.
///
/// The cipher is AES-256-GCM ([RFC 5116, 5.2](https://www.rfc-editor.org/rfc/rfc5116#section-5.2))
/// with a random nonce; it covers the name too, but not the age. Cookies are decrypted when they
/// are read, and those that do not decrypt are ignored.
///
/// The [`Key`] is a part of the state. With a type of its own, `K`, a jar has a key of its own.
///
/// # Examples
///
/// ```
/// use doorway::extract::cookie::{Cookie, Key, PrivateCookieJar};
///
/// async fn log_in(jar: PrivateCookieJar) -> PrivateCookieJar {
///     jar.add(Cookie::build(("user", "ferris")).path("/").secure(true).http_only(true))
/// }
///
/// async fn log_out(jar: PrivateCookieJar) -> PrivateCookieJar {
///     jar.remove(Cookie::build("user").path("/"))
/// }
///
/// async fn who(jar: PrivateCookieJar) -> String {
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
pub struct PrivateCookieJar<K = Key> {
    jar: cookie::CookieJar,
    key: Key,
    /// The type of the key in the state.
    state: PhantomData<K>,
}

impl<S, K: FromRef<S> + Into<Key>> FromRequestParts<S> for PrivateCookieJar<K> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&from_parts(parts), K::from_ref(state).into()))
    }
}

impl PrivateCookieJar {
    /// Creates an empty jar.
    pub fn new(key: Key) -> Self {
        Self::of(&[], key)
    }

    /// Creates a jar of the cookies in a request's header fields.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::cookie::{Cookie, Key, PrivateCookieJar};
    /// use doorway::http::HeaderMap;
    ///
    /// fn user(headers: &HeaderMap, key: &Key) -> Option<String> {
    ///     let jar = PrivateCookieJar::from_headers(headers, key.clone());
    ///     Some(jar.get("user")?.value().to_owned())
    /// }
    ///
    /// assert_eq!(user(&HeaderMap::new(), &Key::generate()), None);
    /// ```
    pub fn from_headers(headers: &HeaderMap, key: Key) -> Self {
        Self::of(&from_map(headers), key)
    }
}

impl<K> PrivateCookieJar<K> {
    fn of(values: &[HeaderValue], key: Key) -> Self {
        // A foreign cookie does not hide one of ours.
        let jar = originals(values, &|cookie| decrypt(&key, cookie.clone()).is_some());
        Self { jar, key, state: PhantomData }
    }

    /// Returns the decrypted cookie of that name; `None` if it was not encrypted with this key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cookie<'static>> {
        self.decrypt(self.jar.get(name)?.clone())
    }

    /// Removes a cookie. The client deletes it only if its path and domain are those it was set
    /// with.
    pub fn remove<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        self.jar.remove(cookie);
        self
    }

    /// Encrypts and adds a cookie, or replaces the one of its name.
    #[allow(clippy::should_implement_trait)]
    pub fn add<C: Into<Cookie<'static>>>(mut self, cookie: C) -> Self {
        let mut cookie = cookie.into();
        match encrypt(&self.key, &cookie) {
            Some(value) => {
                cookie.set_value(value);
                self.jar.add(cookie);
            }
            None => {
                log_line!("doorway: left out a private cookie: there is no source of randomness");
            }
        }
        self
    }

    /// Decrypts a cookie from elsewhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::IntoResponse;
    /// use doorway::extract::cookie::{Cookie, Key, PrivateCookieJar};
    ///
    /// let jar = PrivateCookieJar::new(Key::generate()).add(Cookie::new("user", "ferris"));
    /// assert_eq!(jar.iter().count(), 1);
    ///
    /// let response = jar.clone().into_response();
    /// let sent = response.headers()["set-cookie"].to_str()?.to_owned();
    /// let cookie = jar.decrypt(Cookie::parse_encoded(sent)?);
    /// assert_eq!(cookie.unwrap().value(), "ferris");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn decrypt(&self, cookie: Cookie<'static>) -> Option<Cookie<'static>> {
        decrypt(&self.key, cookie)
    }

    /// Returns an iterator over all cookies that were encrypted with this key, in no particular
    /// order.
    pub fn iter(&self) -> impl Iterator<Item = Cookie<'static>> + '_ {
        self.jar.iter().filter_map(|cookie| self.decrypt(cookie.clone()))
    }
}

fn decrypt(key: &Key, cookie: Cookie<'static>) -> Option<Cookie<'static>> {
    cookie::CookieJar::new().private(&key.0).decrypt(cookie)
}

/// The value that [`decrypt`] reads: nonce, ciphertext and tag in Base64.
///
/// The cookie crate does the same, but its randomness comes from WASI 0.1, whose adapter would be
/// linked into the component.
fn encrypt(key: &Key, cookie: &Cookie<'_>) -> Option<String> {
    let nonce: [u8; 12] = random::bytes()?;
    let mut data = [&nonce, cookie.value().as_bytes()].concat();
    let (_, content) = data.split_at_mut(nonce.len());
    let cipher = Aes256Gcm::new_from_slice(key.encryption()).ok()?;
    let name = cookie.name().as_bytes();
    let tag = cipher.encrypt_in_place_detached(&nonce.into(), name, content).ok()?;
    data.extend_from_slice(&tag);
    Some(STANDARD.encode(data))
}

/// The same as for [`CookieJar`](super::CookieJar).
impl<K> IntoResponseParts for PrivateCookieJar<K> {
    type Error = Error;

    fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Error> {
        set_changes(&self.jar, res)
    }
}

impl<K> IntoResponse for PrivateCookieJar<K> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        (self, ()).into_reply()
    }
}

impl<K> Clone for PrivateCookieJar<K> {
    fn clone(&self) -> Self {
        Self { jar: self.jar.clone(), key: self.key.clone(), state: PhantomData }
    }
}

/// Shows the names of all cookies only.
impl<K> fmt::Debug for PrivateCookieJar<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrivateCookieJar").field(&Names(&self.jar)).finish()
    }
}
