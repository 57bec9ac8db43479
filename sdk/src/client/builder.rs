//! [`ClientBuilder`]: the settings of a client before it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};

use super::deadline::Timeout;
use super::error::Error;
use super::into_url::IntoUrl;
use super::settings::{Client, Settings};
use super::{execute, fields, redirect, retry};
use crate::port;
use crate::request_options::RequestOptions;

#[cfg(feature = "cookies")]
mod cookies;
#[cfg(feature = "gzip")]
mod decoding;

/// A builder for a [`Client`].
///
/// # Examples
///
/// ```
/// use doorway::client::{Client, retry};
/// use doorway::time::Duration;
///
/// let client = Client::builder()
///     .base_url("https://example.com/api/")
///     .user_agent("planets/1.0")
///     .timeout(Duration::from_secs(5))
///     .retry(retry::Policy::new(2))
///     .build()?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    settings: Settings,
    error: Option<Error>,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        let settings = Settings { prepare: Some(execute::prepare), ..Settings::default() };
        Self { settings, error: None }
    }

    /// Sets the base of relative URLs
    /// ([RFC 3986, 5](https://www.rfc-editor.org/rfc/rfc3986#section-5)). With the base
    /// `https://example.com/api/` the URL `planets` is `https://example.com/api/planets`, and
    /// `/planets` is `https://example.com/planets`. Without the slash at its end the last segment
    /// would be replaced.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    ///
    /// let client = Client::builder().base_url("https://example.com/api/").build()?;
    /// let request = client.get("planets").build()?;
    /// assert_eq!(request.url(), "https://example.com/api/planets");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn base_url(mut self, url: impl IntoUrl) -> Self {
        match url.into_url(None) {
            Ok(url) => self.settings.base = Some(url),
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Adds header fields to all requests that have none of that name. A second call replaces fields
    /// of the same names.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    /// use doorway::http::{HeaderMap, HeaderValue};
    ///
    /// let mut key = HeaderValue::from_static("secret");
    /// key.set_sensitive(true);
    /// let headers = HeaderMap::from_iter([("x-api-key".parse()?, key)]);
    /// let client = Client::builder().default_headers(headers).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn default_headers(mut self, headers: HeaderMap) -> Self {
        if let Err(error) = fields::replace(&mut self.settings.headers, headers) {
            self.refuse(error);
        }
        self
    }

    /// Sets the `user-agent` of all requests that have none
    /// ([RFC 9110, 10.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5)). Default: none.
    ///
    /// # Errors
    ///
    /// When the client is [built](Self::build): [`is_builder`](Error::is_builder) if the value has
    /// control characters, such as line breaks.
    pub fn user_agent<V>(mut self, value: V) -> Self
    where
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        let value = value.try_into().map_err(|error| error.to_string());
        self.set_user_agent(value);
        self
    }

    fn set_user_agent(&mut self, value: Result<HeaderValue, String>) {
        let set = match value {
            Ok(value) => fields::set(&mut self.settings.headers, USER_AGENT, value),
            Err(error) => Err(fields::invalid_value(&USER_AGENT, &error)),
        };
        if let Err(error) = set {
            self.refuse(error);
        }
    }

    /// Limits the time of a whole request: from its sending, through redirects and retries, to the
    /// last byte of the response's body. Default: no limit. A request that takes longer ends with an
    /// error that [`is_timeout`](Error::is_timeout).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    /// use doorway::testing::TestClient;
    /// use doorway::time::Duration;
    /// use doorway::{Request, http::StatusCode};
    ///
    /// let silence = |_: Request| std::future::pending::<StatusCode>();
    /// let upstream = TestClient::new(|_: Request| async {}).upstream("https://example.com", silence);
    /// let client = Client::builder().timeout(Duration::from_millis(10)).build()?;
    /// let sent = upstream.block_on(async { client.get("https://example.com/").send().await });
    /// assert!(sent.unwrap_err().is_timeout());
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    #[doc(alias = "deadline")]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.timeout = Some(Timeout::new(limit));
        self
    }

    /// Limits the time until connected. Default: the host's limit, as with the next two.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    /// use doorway::time::Duration;
    ///
    /// let client = Client::builder()
    ///     .connect_timeout(Duration::from_secs(2))
    ///     .first_byte_timeout(Duration::from_secs(10))
    ///     .between_bytes_timeout(Duration::from_secs(5))
    ///     .build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.limit(|limits| limits.connect_timeout = Some(limit));
        self
    }

    /// Limits the time from then until the first byte of the response.
    pub fn first_byte_timeout(mut self, limit: Duration) -> Self {
        self.limit(|limits| limits.first_byte_timeout = Some(limit));
        self
    }

    /// Limits the time between two chunks of the response's body: reqwest's `read_timeout`.
    pub fn between_bytes_timeout(mut self, limit: Duration) -> Self {
        self.limit(|limits| limits.between_bytes_timeout = Some(limit));
        self
    }

    /// Sets which redirects are followed. Default: at most ten.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, redirect};
    ///
    /// let policy = redirect::Policy::limited(2).allow_downgrade();
    /// let client = Client::builder().redirect(policy).no_gzip().no_deflate().build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn redirect(mut self, policy: redirect::Policy) -> Self {
        self.settings.redirect = policy;
        self
    }

    /// Sets when a request is sent again. Default: never.
    pub fn retry(mut self, policy: impl Into<retry::Policy>) -> Self {
        self.settings.retry = Some((policy.into(), execute::retry::retry));
        self
    }

    /// Refuses to send requests over `http://`, redirects included. Default: disabled.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    ///
    /// # doorway::testing::block_on(async {
    /// let client = Client::builder().https_only(true).build()?;
    /// let error = client.get("http://example.com/").send().await.unwrap_err();
    /// assert!(error.is_builder());
    /// # Ok::<(), doorway::client::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn https_only(mut self, enabled: bool) -> Self {
        self.settings.https_only = enabled;
        self
    }

    /// Limits the bodies that [`bytes`](super::Response::bytes), `text` and `json` read, in bytes.
    /// Default: 16 MiB. A longer body is an error that [`is_body`](Error::is_body).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::client::Client;
    /// use doorway::testing::TestClient;
    ///
    /// let upstream = TestClient::new(|_: Request| async {})
    ///     .upstream("https://example.com", |_: Request| async { "Too long" });
    /// let client = Client::builder().body_limit(7).build()?;
    /// let text = upstream.block_on(async {
    ///     client.get("https://example.com/").send().await?.text().await
    /// });
    /// assert!(text.unwrap_err().is_body());
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = Some(bytes);
        self
    }

    /// Disables gzip, also if another crate has enabled feature `gzip`; without that it does nothing.
    pub fn no_gzip(self) -> Self {
        #[cfg(feature = "gzip")]
        return self.gzip(false);
        #[cfg(not(feature = "gzip"))]
        self
    }

    /// Disables deflate, like [`no_gzip`](Self::no_gzip).
    pub fn no_deflate(self) -> Self {
        #[cfg(feature = "gzip")]
        return self.deflate(false);
        #[cfg(not(feature = "gzip"))]
        self
    }

    /// Builds the client.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    ///
    /// let error = Client::builder().user_agent("planets\n").build().unwrap_err();
    /// assert!(error.is_builder() && error.to_string().contains("`user-agent`"));
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) for the first invalid setting, such as a base URL that is
    /// not absolute.
    pub fn build(self) -> Result<Client, Error> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(Client { settings: Some(Arc::new(self.settings)) }),
        }
    }

    fn limit(&mut self, limit: impl FnOnce(&mut RequestOptions)) {
        limit(&mut self.settings.limits);
        self.settings.host_limits = Some(port::client::host_limits);
    }

    /// Keeps the first error.
    fn refuse(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
