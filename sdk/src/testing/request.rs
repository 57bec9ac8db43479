//! [`TestRequest`]: a request of a test.

use std::fmt::{self, Display};

use http::header::{AUTHORIZATION, HOST};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

mod content;

use super::client::TestClient;
use super::response::TestResponse;
use crate::backend::IncomingRequest;
use crate::backend::head::Head;
use crate::backend::native::upstreams::Origin;
use crate::message::arrival;
use crate::shown::Fields;
use crate::{Body, Request};

/// A builder of a request to an app, with the names of reqwest's.
///
/// # Examples
///
/// ```
/// use doorway::Request;
/// use doorway::testing::TestClient;
///
/// async fn app(request: Request) -> Result<String, doorway::Error> {
///     let query = request.uri().query().unwrap_or_default().to_owned();
///     let body = request.into_body().collect_up_to(1024).await?.into_string()?;
///     Ok(format!("{query} {body}"))
/// }
///
/// # #[cfg(all(feature = "query", feature = "json"))] {
/// let client = TestClient::new(app);
/// let response = client
///     .post("/planets")
///     .query(&[("page", "2")])
///     .header("x-request-id", "17")
///     .json(&["Earth", "Mars"])
///     .send();
/// assert_eq!(response.text(), r#"page=2 ["Earth","Mars"]"#);
/// # }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct TestRequest {
    client: TestClient,
    method: Method,
    origin: Origin,
    target: String,
    headers: HeaderMap,
    body: Body,
}

impl TestRequest {
    #[track_caller]
    pub(super) fn new(client: TestClient, method: Method, base: &Origin, path: &str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let (origin, target) = if path.starts_with('/') || path == "*" {
            (base.clone(), path.to_owned())
        } else {
            of_url(path)
        };
        Self { client, method, origin, target, headers: HeaderMap::new(), body: Body::empty() }
    }

    /// Adds a header, beside those of the same name.
    ///
    /// `host` becomes the URI's authority, as on a host.
    ///
    /// # Panics
    ///
    /// If the name or the value is invalid.
    #[track_caller]
    pub fn header<K, V>(mut self, name: K, value: V) -> Self
    where
        K: TryInto<HeaderName, Error: Display>,
        V: TryInto<HeaderValue, Error: Display>,
    {
        let name = match name.try_into() {
            Ok(name) => name,
            Err(error) => panic!("invalid header name: {error}"),
        };
        match value.try_into() {
            Ok(value) => self.headers.append(name, value),
            Err(error) => panic!("invalid value of the header `{name}`: {error}"),
        };
        self
    }

    /// Sets headers, replacing those of the same names.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::HeaderMap;
    /// use doorway::{Request, testing::TestClient};
    ///
    /// let client = TestClient::new(async |request: Request| format!("{:?}", request.headers()["accept"]));
    /// let mut headers = HeaderMap::new();
    /// headers.insert("accept", "text/plain".parse()?);
    /// assert_eq!(client.get("/").headers(headers).send().text(), "\"text/plain\"");
    /// # Ok::<(), doorway::http::header::InvalidHeaderValue>(())
    /// ```
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sets `authorization: Bearer` with the token
    /// ([RFC 6750, 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::TypedHeader;
    /// use doorway::headers::{Authorization, authorization::Bearer};
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// async fn page(TypedHeader(who): TypedHeader<Authorization<Bearer>>) -> String {
    ///     format!("the page of {}", who.token())
    /// }
    ///
    /// let client = TestClient::new(Router::new().route("/", get(page)));
    /// assert_eq!(client.get("/").bearer_auth("Ada").send().text(), "the page of Ada");
    /// assert_eq!(client.get("/").send().status(), 400);
    /// ```
    ///
    /// # Panics
    ///
    /// If the token is not a valid header value.
    #[track_caller]
    pub fn bearer_auth(self, token: impl Display) -> Self {
        self.header(AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Adds pairs to the query, in form encoding: a map, a struct, or an array of tuples.
    ///
    /// # Panics
    ///
    /// If the value is not a list of pairs.
    #[cfg(feature = "query")]
    #[track_caller]
    pub fn query<T: serde_core::Serialize + ?Sized>(mut self, query: &T) -> Self {
        let query = match serde_html_form::to_string(query) {
            Ok(query) => query,
            Err(error) => panic!("the value cannot be serialized as a query: {error}"),
        };
        if !query.is_empty() {
            let separator = match self.target.split_once('?') {
                None => "?",
                Some((_, "")) => "",
                Some(_) => "&",
            };
            self.target.push_str(separator);
            self.target.push_str(&query);
        }
        self
    }

    /// Builds the request as the app gets it, for instance to call a handler with.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::testing::{TestClient, block_on};
    ///
    /// async fn size(request: Request) -> usize {
    ///     request.into_body().collect_up_to(100).await.map_or(0, |body| body.bytes().len())
    /// }
    ///
    /// let client = TestClient::new(async |_: Request| "an app");
    /// let request = client.post("/").body("eight by").build();
    /// assert_eq!(block_on(size(request)), 8);
    /// ```
    ///
    /// # Panics
    ///
    /// If `host` is not a valid authority, or if there are more headers than hosts accept.
    #[track_caller]
    pub fn build(self) -> Request {
        let Self { method, mut origin, target, mut headers, body, .. } = self;
        if let Some(host) = headers.remove(HOST) {
            match Authority::try_from(host.as_bytes()) {
                Ok(authority) => origin.authority = authority,
                Err(error) => panic!("invalid header `host`: {error}"),
            }
        }
        arrival::remove_connection_fields(&mut headers);
        match Head::of_request(&headers, &body) {
            Ok(head) => {
                Request::incoming(IncomingRequest::of_client(method, origin, target, head, body))
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Method and path, for messages.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// Sends the request and blocks until the head of the response is there. The methods of
    /// [`TestResponse`] read its body.
    ///
    /// # Panics
    ///
    /// If the app panics, and as in [`build`](Self::build).
    #[track_caller]
    pub fn send(self) -> TestResponse {
        let what = self.name();
        let client = self.client.clone();
        client.serve(self.build(), what)
    }
}

/// Splits a URL into origin and target. The target need not be valid in a URI.
#[track_caller]
fn of_url(url: &str) -> (Origin, String) {
    let scheme = url.find("://").map_or(0, |at| at + 3);
    let path = url[scheme..].find(['/', '?']).map_or(url.len(), |at| scheme + at);
    let origin = url[..path].parse::<Uri>().ok().and_then(|uri| Origin::of(&uri));
    let Some(origin) = origin else {
        panic!("`{url}` should begin with `/`, or be a whole URL");
    };
    let target = &url[path..];
    let slash = if target.starts_with('/') { "" } else { "/" };
    (origin, format!("{slash}{target}"))
}

impl fmt::Debug for TestRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRequest")
            .field("method", &self.method)
            .field("target", &Path(&self.target))
            .field("headers", &Fields(&self.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A path for `Debug`, without its query's text.
struct Path<'a>(&'a str);

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((path, _)) => write!(f, "{}?…", path.escape_debug()),
            None => write!(f, "{}", self.0.escape_debug()),
        }
    }
}
