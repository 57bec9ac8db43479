#![doc = include_str!("client/guide.md")]

use std::fmt;

#[cfg(feature = "gzip")]
mod accepts;
mod builder;
mod built_request;
#[cfg(feature = "cookies")]
pub mod cookie;
#[cfg(feature = "gzip")]
mod damage;
mod deadline;
#[cfg(feature = "gzip")]
mod decode;
mod error;
mod execute;
mod fields;
mod into_url;
#[cfg(feature = "multipart")]
pub mod multipart;
mod pending_request;
mod proxy;
pub mod redirect;
mod request;
mod request_body;
mod response;
mod response_state;
pub mod retry;
mod send;
mod settings;
mod url;

pub use crate::request_options::RequestOptions;
pub use builder::ClientBuilder;
pub use built_request::Request;
pub use error::Error;
pub use into_url::IntoUrl;
pub use proxy::Proxy;
pub use request::RequestBuilder;
pub use response::Response;
pub use send::{send, send_with};
pub use settings::Client;
pub use url::Url;

#[doc(no_inline)]
pub use crate::body::Body;
#[doc(no_inline)]
pub use http::{Method, StatusCode, Version, header};

use execute::Execute;

/// The result of the client's operations.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Client {
    /// A client with default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder for a client with other settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A `GET` request ([RFC 9110, 9.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1)).
    pub fn get(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::GET, url)
    }

    /// A `POST` request ([RFC 9110, 9.3.3](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.3)).
    pub fn post(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::POST, url)
    }

    /// A `PUT` request ([RFC 9110, 9.3.4](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.4)).
    pub fn put(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::PUT, url)
    }

    /// A `PATCH` request ([RFC 5789](https://www.rfc-editor.org/rfc/rfc5789)).
    pub fn patch(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::PATCH, url)
    }

    /// A `DELETE` request
    /// ([RFC 9110, 9.3.5](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.5)).
    pub fn delete(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::DELETE, url)
    }

    /// A `HEAD` request ([RFC 9110, 9.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2)).
    pub fn head(&self, url: impl IntoUrl) -> RequestBuilder {
        self.request(Method::HEAD, url)
    }

    /// A request with any method.
    ///
    /// The URL is absolute, or relative to the client's [base URL](ClientBuilder::base_url): see
    /// [`IntoUrl`]. An invalid one is an error when the request is [sent](RequestBuilder::send) or
    /// [built](RequestBuilder::build).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    /// use doorway::http::Method;
    ///
    /// let request = Client::new().request(Method::OPTIONS, "https://example.com/a b").build()?;
    /// assert_eq!((request.method(), request.url().path()), (&Method::OPTIONS, "/a%20b"));
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn request(&self, method: Method, url: impl IntoUrl) -> RequestBuilder {
        RequestBuilder::new(self.clone(), method, url.into_url(self.base()))
    }

    /// Sends a request that was built by [`RequestBuilder::build`], or by http's builder.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{Client, Error, Response};
    /// use doorway::http::Request;
    ///
    /// async fn ping(client: &Client) -> Result<Response, Error> {
    ///     let request = Request::get("https://example.com/ping").body("").unwrap_or_default();
    ///     client.execute(request).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`RequestBuilder::send`].
    pub async fn execute(&self, request: impl Into<Request>) -> Result<Response, Error> {
        let pending = request.into().into_pending().resolve(self.base());
        Execute::new(self.clone(), pending).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// A `GET` request of [`Client::new`].
///
/// # Examples
///
/// ```no_run
/// use doorway::client::{self, Error};
///
/// async fn motd() -> Result<String, Error> {
///     client::get("https://example.com/motd").send().await?.error_for_status()?.text().await
/// }
/// ```
pub fn get(url: impl IntoUrl) -> RequestBuilder {
    Client::new().get(url)
}

macro_rules! methods {
    ($($name:ident $method:ident;)*) => {$(
        #[doc = concat!("A `", stringify!($method), "` request of [`Client::new`].")]
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("let request = doorway::client::", stringify!($name), "(\"https://example.com/1\").build()?;")]
        #[doc = concat!("assert_eq!(request.method(), \"", stringify!($method), "\");")]
        /// # Ok::<(), doorway::client::Error>(())
        /// ```
        pub fn $name(url: impl IntoUrl) -> RequestBuilder {
            Client::new().$name(url)
        }
    )*};
}

methods! { post POST; put PUT; patch PATCH; delete DELETE; head HEAD; }

/// A request of [`Client::new`] with any method.
///
/// # Examples
///
/// ```
/// use doorway::client::{self, Method};
///
/// let request = client::request(Method::OPTIONS, "https://example.com/1").build()?;
/// assert_eq!(request.method(), "OPTIONS");
/// # Ok::<(), client::Error>(())
/// ```
pub fn request(method: Method, url: impl IntoUrl) -> RequestBuilder {
    Client::new().request(method, url)
}
