//! [`RequestBuilder`]: a request before it is sent.

use std::fmt::{self, Display};
use std::pin::Pin;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Version};

use super::built_request::Request;
use super::deadline::Timeout;
use super::error::Error;
use super::execute::Execute;
use super::fields;
use super::pending_request::PendingRequest;
use super::response::Response;
use super::settings::Client;
use super::url::Url;

mod auth;
mod content;

/// A builder for a request.
///
/// The first invalid part is an error when the request is [sent](Self::send) or
/// [built](Self::build). Messages name header fields, but not their values, which may be secret.
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{Client, Error};
///
/// async fn add(client: &Client) -> Result<u16, Error> {
///     let response = client
///         .post("https://example.com/planets")
///         .bearer_auth("secret")
///         .json(&["Earth", "Mars"])
///         .send()
///         .await?;
///     Ok(response.status().as_u16())
/// }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder {
    client: Client,
    // Boxed, as builders are moved about.
    pending: Result<Box<PendingRequest>, Error>,
}

impl RequestBuilder {
    pub(super) fn new(client: Client, method: Method, url: Result<Url, Error>) -> Self {
        Self { client, pending: url.map(|url| Box::new(PendingRequest::new(method, url))) }
    }

    /// A builder that continues with a request that was [built](Self::build), or comes from
    /// elsewhere. Its URL may be relative, as with [`Client::execute`].
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, RequestBuilder};
    ///
    /// let request = Client::new().get("https://example.com/").build()?;
    /// let builder = RequestBuilder::from_parts(Client::new(), request);
    /// assert_eq!(builder.header("accept", "*/*").build()?.headers()["accept"], "*/*");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn from_parts(client: Client, request: impl Into<Request>) -> Self {
        let pending = request.into().into_pending().resolve(client.base());
        Self { client, pending }
    }

    /// Adds a header field to those of the same name.
    ///
    /// Fields that the host forbids, such as `connection`, are left out and named on stderr when the
    /// request is sent; `host` is always the URL's authority.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// let request = client::get("https://example.com/planets")
    ///     .header("accept", "application/json")
    ///     .header("accept", "text/plain")
    ///     .build()?;
    /// assert_eq!(request.headers().get_all("accept").iter().count(), 2);
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the name is not a
    /// token, or the value has control characters, such as line breaks
    /// ([RFC 9110, 5.1 and 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)).
    pub fn header<K, V>(mut self, name: K, value: V) -> Self
    where
        K: TryInto<HeaderName, Error: Display>,
        V: TryInto<HeaderValue, Error: Display>,
    {
        let name = name.try_into().map_err(|error| error.to_string());
        let value = value.try_into().map_err(|error| error.to_string());
        self.change(|pending| fields::add(pending.headers_mut(), name, value));
        self
    }

    /// Adds header fields, and replaces those of the same names.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    /// use doorway::http::HeaderMap;
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.append("accept", "text/html".parse()?);
    /// headers.append("accept", "text/plain".parse()?);
    /// let request = client::get("https://example.com/")
    ///     .header("accept", "application/json")
    ///     .header("x-kept", "yes")
    ///     .headers(headers)
    ///     .build()?;
    /// let accept: Vec<_> = request.headers().get_all("accept").iter().collect();
    /// assert_eq!(accept, ["text/html", "text/plain"]);
    /// assert_eq!(request.headers()["x-kept"], "yes");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.change(|pending| fields::replace(pending.headers_mut(), headers));
        self
    }

    /// Adds pairs to the query, in form encoding: a struct, a map, or a sequence of pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// let request = client::get("https://example.com/planets?moons=2")
    ///     .query(&[("name", "a&b")])
    ///     .query(&[("page", 3), ("page", 4)])
    ///     .build()?;
    /// assert_eq!(request.url().query(), Some("moons=2&name=a%26b&page=3&page=4"));
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) for any other value, or
    /// one with a struct or a map in it.
    #[cfg(feature = "query")]
    pub fn query<T: serde_core::Serialize + ?Sized>(mut self, query: &T) -> Self {
        let query = serde_html_form::to_string(query);
        self.change(|pending| match query {
            Ok(query) => super::into_url::add_query(&mut pending.url, &query),
            Err(error) => {
                Err(Error::builder(format!("the value cannot be serialized as a query: {error}")))
            }
        });
        self
    }

    /// Limits the time of the whole request. Default: the client's
    /// [`timeout`](super::ClientBuilder::timeout).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{self, Error};
    /// use doorway::time::Duration;
    ///
    /// async fn motd() -> Result<String, Error> {
    ///     let request = client::get("https://example.com/motd").timeout(Duration::from_secs(2));
    ///     match request.send().await {
    ///         Ok(response) => response.text().await,
    ///         Err(error) if error.is_timeout() => Ok(String::from("Hello!")),
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// ```
    #[doc(alias = "deadline")]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.change(|pending| {
            pending.limits_mut().timeout = Some(Timeout::new(limit));
            Ok(())
        });
        self
    }

    /// Has no effect: the host chooses the version.
    pub fn version(self, _: Version) -> Self {
        self
    }

    /// Limits the body that [`bytes`](Response::bytes), `text` and `json` read, in bytes. Default:
    /// the client's [`body_limit`](super::ClientBuilder::body_limit).
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.change(|pending| {
            pending.limits_mut().body_limit = Some(bytes);
            Ok(())
        });
        self
    }

    /// Clones the request; `None` if its body is a stream, or if it is invalid.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Body, client};
    ///
    /// let request = client::post("https://example.com/planets").body("Earth");
    /// assert!(request.try_clone().is_some());
    /// let (_sender, stream) = Body::channel();
    /// assert!(request.body(stream).try_clone().is_none());
    /// ```
    pub fn try_clone(&self) -> Option<Self> {
        let pending = self.pending.as_ref().ok()?.try_clone()?;
        Some(Self { client: self.client.clone(), pending: Ok(Box::new(pending)) })
    }

    /// Builds the request, to be changed or [executed](Client::execute). What the client adds to
    /// requests is not in it yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// let request = client::get("https://example.com/planets?page=2").build()?;
    /// assert_eq!(request.url().query(), Some("page=2"));
    ///
    /// let error = client::get("https://example.com/").header("x-id", "1\n2").build().unwrap_err();
    /// assert!(error.is_builder() && error.to_string().contains("`x-id`"));
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) for the first invalid part.
    pub fn build(self) -> Result<Request, Error> {
        self.pending.map(Request::of)
    }

    /// Builds the request, and returns the client with it.
    pub fn build_split(self) -> (Client, Result<Request, Error>) {
        (self.client, self.pending.map(Request::of))
    }

    /// Sends the request and waits for the head of its response. Dropping the future cancels the
    /// request at the host.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Request, client};
    ///
    /// let planets = |request: Request| async move { format!("{} seen", request.uri().path()) };
    /// let upstream = TestClient::new(|_: Request| async {}).upstream("https://example.com", planets);
    /// let text = upstream.block_on(async {
    ///     client::get("https://example.com/planets").send().await?.text().await
    /// })?;
    /// assert_eq!(text, "/planets seen");
    /// # Ok::<(), client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) if the request is invalid,
    /// [`is_request`](Error::is_request) if there is no response,
    /// [`is_redirect`](Error::is_redirect) if a redirect cannot be followed.
    pub fn send(self) -> impl Future<Output = Result<Response, Error>> {
        Execute::new(self.client, self.pending)
    }

    /// Changes the request, unless there was an error: the first one is kept.
    fn change(&mut self, change: impl FnOnce(&mut PendingRequest) -> Result<(), Error>) {
        if let Ok(pending) = &mut self.pending
            && let Err(error) = change(pending)
        {
            self.pending = Err(error.with_url(&pending.url));
        }
    }
}

/// Awaiting a request [sends](RequestBuilder::send) it.
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{self, Error};
///
/// async fn motd() -> Result<String, Error> {
///     client::get("https://example.com/motd").await?.text().await
/// }
/// ```
impl IntoFuture for RequestBuilder {
    type Output = Result<Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RequestBuilder");
        match &self.pending {
            Ok(pending) => debug.field("method", &pending.method).field("url", &pending.url),
            Err(error) => debug.field("error", error),
        };
        debug.finish_non_exhaustive()
    }
}
