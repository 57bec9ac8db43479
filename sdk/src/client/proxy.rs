//! [`Proxy`]: a reverse proxy.

use std::fmt;

use http::HeaderValue;
use http::header::VIA;

use super::error::Error;
use super::fields;
use super::into_url::IntoUrl;
use super::settings::Client;
use crate::response::IntoResponse;
use crate::{Handler, Request, Response, Service};

mod forwarded;
mod hop;
mod pass;
mod upstream;

use forwarded::ForwardedFields;
use upstream::Upstream;

/// A reverse proxy: it forwards requests to another service, the upstream, and returns its responses.
///
/// The method, the path and the query are forwarded unchanged, the path behind that of the upstream's
/// URL. So are the bodies, both ways at once, with their trailers: the host moves their bytes, and
/// none is copied into the component. Fields for one connection only are removed, both ways
/// ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)): `connection` and the
/// fields it names, `keep-alive`, `te`, `transfer-encoding`, `upgrade`, credentials for proxies.
/// `te: trailers` is forwarded, since upstreams send trailers only then. A host that keeps
/// `connection` to itself, as wasmtime does, does not tell which fields it named: there they are
/// forwarded. Fields that the app adds before the proxy are sent. `max-forwards` is counted down for
/// `OPTIONS` and `TRACE`. `host` is always the upstream's: `wasi:http` has no other.
///
/// `forwarded` and `x-forwarded-*` fields of clients are removed, since anybody can send them, unless
/// [`trust_forwarded`](Self::trust_forwarded) is called. To describe the original request to the
/// upstream, call [`forwarded`](Self::forwarded) or [`x_forwarded`](Self::x_forwarded).
///
/// A proxy is a [`Service`] and a [`Handler`], which answers 502 or 504 and writes a line to stderr if
/// there is no response. An upgrade, to WebSocket for example, is forwarded as a plain request.
/// `CONNECT` is answered with 501, and a `GET` or `HEAD` request whose body has no declared length
/// with 411.
///
/// The path of the upstream's URL is a prefix and not a boundary: `..` in a request's path is
/// forwarded, and may lead out of it.
///
/// # Examples
///
/// ```
/// use doorway::client::Proxy;
/// use doorway::testing::TestClient;
/// use doorway::{Request, Router, routing::get};
///
/// let app = Router::new()
///     .route("/", get("home"))
///     .nest_service("/api", Proxy::new("http://api.internal:8080/v2"));
///
/// let api = |request: Request| async move { format!("the API's {}", request.uri().path()) };
/// let client = TestClient::new(app).upstream("http://api.internal:8080", api);
/// assert_eq!(client.get("/api/planets/3").send().text(), "the API's /v2/planets/3");
/// ```
#[derive(Clone)]
#[doc(alias("forward", "gateway", "reverse proxy"))]
pub struct Proxy {
    /// Or why it is invalid.
    upstream: Result<Upstream, String>,
    client: Client,
    forwarded: ForwardedFields,
    via: Option<HeaderValue>,
}

impl Proxy {
    /// A proxy for an upstream: a scheme, an authority, and maybe a path that precedes all others.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Proxy;
    /// use doorway::testing::TestClient;
    ///
    /// let client = TestClient::new(Proxy::new("http://api.internal/v2?key=1"));
    /// assert_eq!(client.get("/").send().status(), 500);
    /// ```
    ///
    /// # Errors
    ///
    /// A URL that is not absolute or has a query fails each request
    /// ([`is_builder`](Error::is_builder), answered with 500).
    pub fn new(upstream: impl IntoUrl) -> Self {
        let url = upstream.into_url(None);
        let upstream =
            url.and_then(|url| Upstream::new(url.into_uri())).map_err(|error| error.to_string());
        Self {
            upstream,
            client: Client::new().into_forwarding(),
            forwarded: ForwardedFields::default(),
            via: None,
        }
    }

    /// Sets the client, for its time limits, retries, default header fields and `https_only`.
    ///
    /// Only requests without a body are retried: a stream cannot be sent twice. A proxy neither
    /// follows redirects, nor decodes bodies, nor keeps cookies, whatever the client does.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, Proxy, retry};
    /// use doorway::time::Duration;
    ///
    /// let client = Client::builder()
    ///     .connect_timeout(Duration::from_secs(2))
    ///     .first_byte_timeout(Duration::from_secs(10))
    ///     .retry(retry::Policy::new(2))
    ///     .build()?;
    /// let proxy = Proxy::new("http://api.internal:8080").client(client);
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn client(mut self, client: Client) -> Self {
        self.client = client.into_forwarding();
        self
    }

    /// Adds `forwarded` with the scheme and the host of the original request
    /// ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)). `for` is `unknown`: `wasi:http` does
    /// not tell who the client is.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Proxy;
    /// use doorway::testing::TestClient;
    /// use doorway::Request;
    ///
    /// let api = |request: Request| async move { [("x-got", request.headers()["forwarded"].clone())] };
    /// let proxy = Proxy::new("http://api.internal").forwarded();
    /// let client = TestClient::new(proxy).upstream("http://api.internal", api);
    /// let response = client.base_url("https://example.com").get("/").send();
    /// let got = response.header("x-got");
    /// assert_eq!(got, Some("for=unknown;host=\"example.com\";proto=https"));
    /// ```
    pub fn forwarded(mut self) -> Self {
        self.forwarded.forwarded = true;
        self
    }

    /// Adds `x-forwarded-proto`, `-host` and `-prefix`: the scheme and the host of the original
    /// request, and the part of its path that nesting removed. There is no `x-forwarded-for`:
    /// `wasi:http` does not tell who the client is.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Proxy;
    /// use doorway::testing::TestClient;
    /// use doorway::{Request, Router};
    ///
    /// let api = |request: Request| async move {
    ///     ["proto", "host", "prefix"].map(|name| {
    ///         let value = &request.headers()[format!("x-forwarded-{name}")];
    ///         String::from_utf8_lossy(value.as_bytes()).into_owned()
    ///     }).join(" ")
    /// };
    /// let proxy = Proxy::new("http://api.internal").x_forwarded();
    /// let client = TestClient::new(Router::new().nest_service("/api", proxy));
    /// let client = client.upstream("http://api.internal", api).base_url("https://example.com");
    /// assert_eq!(client.get("/api/planets").send().text(), "https example.com /api");
    /// ```
    pub fn x_forwarded(mut self) -> Self {
        self.forwarded.x_forwarded = true;
        self
    }

    /// Keeps `forwarded` and `x-forwarded-*` fields: for an app that can only be reached through
    /// another proxy, which sets them.
    ///
    /// [`forwarded`](Self::forwarded) then appends an element. [`x_forwarded`](Self::x_forwarded)
    /// keeps the host and the scheme, and adds to the prefix.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::client::Proxy;
    /// use doorway::testing::TestClient;
    ///
    /// let api = |request: Request| async move { [("x-got", request.headers()["forwarded"].clone())] };
    /// let proxy = Proxy::new("http://api.internal").trust_forwarded();
    /// let client = TestClient::new(proxy).upstream("http://api.internal", api);
    /// let response = client.get("/").header("forwarded", "for=192.0.2.1").send();
    /// assert_eq!(response.header("x-got"), Some("for=192.0.2.1"));
    /// ```
    pub fn trust_forwarded(mut self) -> Self {
        self.forwarded.trust = true;
        self
    }

    /// Adds `via` with a name, both ways
    /// ([RFC 9110, 7.6.3](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3)). The version is
    /// always 1.1: `wasi:http` does not tell it.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Proxy;
    /// use doorway::{Request, testing::TestClient};
    ///
    /// let seen = async |request: Request| format!("{:?}", request.headers()["via"]);
    /// let app = Proxy::new("http://api.internal").via("edge");
    /// let client = TestClient::new(app).upstream("http://api.internal", seen);
    /// assert_eq!(client.get("/").send().text(), "\"1.1 edge\"");
    /// ```
    ///
    /// # Errors
    ///
    /// A name that is invalid in a header field fails each request
    /// ([`is_builder`](Error::is_builder), answered with 500).
    pub fn via(mut self, name: &str) -> Self {
        match HeaderValue::try_from(format!("1.1 {name}")) {
            Ok(value) => self.via = Some(value),
            Err(error) if self.upstream.is_ok() => {
                self.upstream = Err(fields::invalid_value(&VIA, &error.to_string()).to_string());
            }
            Err(_) => {}
        }
        self
    }

    /// Forwards a request, and returns the response to be sent back.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Error, Proxy};
    /// use doorway::{Request, Response};
    ///
    /// async fn planets(request: Request) -> Result<Response, Error> {
    ///     let mut response = Proxy::new("http://api.internal").forward(request).await?;
    ///     response.headers_mut().remove("server");
    ///     Ok(response)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_request`](Error::is_request) if there is no response, [`is_timeout`](Error::is_timeout) if
    /// it took too long, [`is_builder`](Error::is_builder) if the request cannot be forwarded.
    pub async fn forward(&self, request: impl Into<Request>) -> Result<Response, Error> {
        self.pass(request.into()).await
    }
}

impl Service for Proxy {
    async fn call(&self, request: Request) -> Response {
        match self.pass(request).await {
            Ok(response) => response,
            Err(error) => error.into_response(),
        }
    }
}

/// Distinguishes a proxy as a handler from functions and values.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsProxy {}

#[diagnostic::do_not_recommend]
impl<S> Handler<AsProxy, S> for Proxy {
    fn call(&self, request: Request, _: &S) -> impl Future<Output: IntoResponse> {
        Service::call(self, request)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}
