//! [`Proxy`]: passes requests on to another service.

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

use forwarded::Telling;
use upstream::Upstream;

/// Passes requests on to another service, the upstream, and its responses back.
///
/// The method, the path and the query go as they came, in all their percent-encoding, behind the
/// path of the upstream's URL. So do the bodies, both ways at once, with their trailers: the host
/// moves their bytes, and none is copied into the component. What is meant for one connection only
/// stays there, both ways ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)):
/// `connection` and the fields it names, `keep-alive`, `te`, `transfer-encoding`, `upgrade`,
/// credentials for proxies. `te: trailers` is passed on, since upstreams send trailers only then.
/// A host that keeps `connection` to itself, as wasmtime does, tells nobody which fields it named:
/// there they pass. What the app adds before the proxy is sent, whatever a client says.
/// `max-forwards` is counted down for `OPTIONS` and `TRACE`. `host` is always the upstream's:
/// `wasi:http` knows no other.
///
/// What clients say by `forwarded` and `x-forwarded-*` is removed, since anybody can say it, unless
/// [`trust_forwarded`](Self::trust_forwarded) is called. To tell the upstream what was asked for,
/// call [`forwarded`](Self::forwarded) or [`x_forwarded`](Self::x_forwarded).
///
/// It is a [`Service`] and a [`Handler`], which answers 502 or 504 and writes a line to stderr when
/// there is no response. An upgrade, to WebSocket for example, is not asked for upstream; who asked
/// gets what the upstream answers to the plain request. `CONNECT` is answered with 501, and a `GET`
/// or `HEAD` request whose body has no declared length with 411.
///
/// A path behind a URL is a prefix and no fence: `..` in a request's path is passed on, and the
/// upstream may take it for a step out of that prefix.
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
pub struct Proxy {
    /// Where to, or why nowhere.
    upstream: Result<Upstream, String>,
    client: Client,
    telling: Telling,
    via: Option<HeaderValue>,
}

impl Proxy {
    /// A proxy of an upstream: a scheme, an authority, and maybe a path that precedes all others.
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
            telling: Telling::default(),
            via: None,
        }
    }

    /// Sends by a client, for its time limits, retries, default header fields and `https_only`.
    ///
    /// A request is repeated as the client says if it has no body: one that streams through is
    /// gone. Whatever the client does else, a proxy neither follows redirects nor decodes bodies
    /// nor keeps cookies.
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

    /// Tells the upstream which scheme and host were asked for, by `forwarded`
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
        self.telling.forwarded = true;
        self
    }

    /// Tells the upstream which scheme and host were asked for, and what of the path was taken off
    /// by nesting, by `x-forwarded-proto`, `-host` and `-prefix`. There is no `x-forwarded-for`:
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
        self.telling.x_forwarded = true;
        self
    }

    /// Keeps what clients say by `forwarded` and `x-forwarded-*`: for an app that can only be
    /// reached through another proxy, which sees to it that this is true.
    ///
    /// [`forwarded`](Self::forwarded) then adds an element of its own at the end.
    /// [`x_forwarded`](Self::x_forwarded) leaves the host and the scheme that came, and adds to the
    /// prefix.
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
        self.telling.trusts = true;
        self
    }

    /// Names itself to both sides by `via`
    /// ([RFC 9110, 7.6.3](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3)), as having been
    /// talked to in HTTP/1.1: `wasi:http` does not tell the version.
    ///
    /// # Examples
    ///
    /// ```
    /// let proxy = doorway::client::Proxy::new("http://api.internal").via("edge");
    /// ```
    ///
    /// # Errors
    ///
    /// A name that no header field can have fails each request
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

    /// Passes a request on, and gives the response as it is to go back.
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
    /// [`is_request`](Error::is_request) when there is no response, [`is_timeout`](Error::is_timeout)
    /// when it took too long, [`is_builder`](Error::is_builder) when the request cannot be passed on.
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

/// Tells a proxy as a handler from functions and values.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsProxy {}

#[diagnostic::do_not_recommend]
impl<S> Handler<AsProxy, S> for Proxy {
    async fn call(&self, request: Request, _: &S) -> Response {
        Service::call(self, request).await
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}
