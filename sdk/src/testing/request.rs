//! [`TestRequest`]: a request of a test.

use std::fmt::{self, Display};

use http::header::{AUTHORIZATION, HOST};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

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
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sets `authorization: Bearer` with the token
    /// ([RFC 6750, 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
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

    /// Sets a body in JSON, with its `content-type` if there is none.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized as JSON.
    #[cfg(feature = "json")]
    #[track_caller]
    pub fn json<T: serde_core::Serialize + ?Sized>(self, json: &T) -> Self {
        match serde_json::to_vec(json) {
            Ok(json) => self.content("application/json", json),
            Err(error) => panic!("the value cannot be serialized as JSON: {error}"),
        }
    }

    /// Sets a body in form encoding, with its `content-type` if there is none.
    ///
    /// # Panics
    ///
    /// If the value is not a list of pairs.
    #[cfg(feature = "form")]
    #[track_caller]
    pub fn form<T: serde_core::Serialize + ?Sized>(self, form: &T) -> Self {
        match serde_html_form::to_string(form) {
            Ok(form) => self.content("application/x-www-form-urlencoded", form),
            Err(error) => panic!("the value cannot be serialized as a form: {error}"),
        }
    }

    #[cfg(any(feature = "json", feature = "form"))]
    fn content(mut self, content_type: &'static str, body: impl Into<Body>) -> Self {
        let content_type = HeaderValue::from_static(content_type);
        self.headers.entry(http::header::CONTENT_TYPE).or_insert(content_type);
        self.body(body)
    }

    /// Sets the body. A known length is declared as `content-length`, unless the headers have one;
    /// a body of another length, and one that fails, aborts the request.
    ///
    /// # Examples
    ///
    /// An upload that is cut off:
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Body, Error, Request};
    /// use futures_util::stream;
    ///
    /// async fn app(request: Request) -> Result<String, Error> {
    ///     request.into_body().collect_up_to(1024).await?.into_string()
    /// }
    ///
    /// let half = Body::from_stream(stream::iter([Ok("half"), Err("the client left")]));
    /// let response = TestClient::new(app).post("/").body(half).send();
    /// assert_eq!(response.status(), 400);
    /// ```
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Builds the request as the app gets it, for instance to call a handler with.
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
