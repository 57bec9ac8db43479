//! [`RequestBuilder`]: a request on its way to be sent.

use std::fmt::{self, Display};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::call::Call;
use super::{Client, Error, Response, deadline, execute};
use crate::{Body, Request};

/// A request on its way to be sent. What is wrong with it is told when it is.
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
    call: Result<Call, Error>,
}

impl RequestBuilder {
    pub(super) fn new(client: Client, method: Method, url: Result<Uri, Error>) -> Self {
        Self { client, call: url.map(|url| Call::new(method, url)) }
    }

    /// Adds a header field, beside those of the same name.
    pub fn header<K, V>(self, name: K, value: V) -> Self
    where
        K: TryInto<HeaderName, Error: Display>,
        V: TryInto<HeaderValue, Error: Display>,
    {
        let name = name.try_into().map_err(|error| no_field("name", &error));
        let value = value.try_into().map_err(|error| no_field("value", &error));
        self.change(|call| {
            // Only a map of over 24,000 entries refuses.
            let _ = call.headers.try_append(name?, value?);
            Ok(())
        })
    }

    /// Adds header fields, in the place of those of the same names.
    pub fn headers(self, headers: HeaderMap) -> Self {
        self.change(|call| {
            call.headers.extend(headers);
            Ok(())
        })
    }

    /// Adds pairs to the query, in form encoding: a map, a struct, or an array of tuples.
    #[cfg(feature = "query")]
    pub fn query<T: serde_core::Serialize + ?Sized>(self, query: &T) -> Self {
        let query = serde_html_form::to_string(query);
        self.change(|call| match query {
            Ok(query) => super::url::add_query(&mut call.url, &query),
            Err(error) => Err(Error::builder(format!("the value cannot be a query: {error}"))),
        })
    }

    /// Makes a value in JSON the body, with its `content-type` if there is none.
    #[cfg(feature = "json")]
    pub fn json<T: serde_core::Serialize>(self, json: &T) -> Self {
        match crate::json::to_vec(json) {
            Ok(json) => self.content(const { HeaderValue::from_static("application/json") }, json),
            Err(error) => {
                self.refuse(Error::builder(format!("the value cannot be told in JSON: {error}")))
            }
        }
    }

    /// Makes a value in form encoding the body, with its `content-type` if there is none.
    #[cfg(feature = "form")]
    pub fn form<T: serde_core::Serialize + ?Sized>(self, form: &T) -> Self {
        const TYPE: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        match serde_html_form::to_string(form) {
            Ok(form) => self.content(TYPE, form),
            Err(error) => {
                self.refuse(Error::builder(format!("the value cannot be a form: {error}")))
            }
        }
    }

    /// Sets the body: text, bytes, a stream, or what came in.
    pub fn body(self, body: impl Into<Body>) -> Self {
        let body = body.into();
        self.change(|call| {
            call.body = body;
            Ok(())
        })
    }

    /// Adds `authorization: Bearer` and the token
    /// ([RFC 6750, 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
    pub fn bearer_auth(self, token: impl Display) -> Self {
        self.authorization(&format!("Bearer {token}"))
    }

    /// Limits this request as a whole, in the place of what its client says: see
    /// [`ClientBuilder::timeout`](super::ClientBuilder::timeout).
    pub fn timeout(self, limit: Duration) -> Self {
        self.change(|call| {
            call.timeout = Some((limit, deadline::race));
            Ok(())
        })
    }

    /// How much of this response [`bytes`](Response::bytes), `text` and `json` read, in the place of
    /// what its client says.
    pub fn body_limit(self, bytes: usize) -> Self {
        self.change(|call| {
            call.body_limit = Some(bytes);
            Ok(())
        })
    }

    /// The same request again; `None` if its body is a stream, or if it cannot be built.
    pub fn try_clone(&self) -> Option<Self> {
        let call = self.call.as_ref().ok()?.try_clone()?;
        Some(Self { client: self.client.clone(), call: Ok(call) })
    }

    /// The request, to be looked at, changed and [executed](Client::execute).
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) when something that was given cannot be part of a request.
    pub fn build(self) -> Result<Request, Error> {
        self.call.map(Call::into_request)
    }

    /// Sends the request and waits for the head of its response.
    ///
    /// Dropping the future cancels the request at the host.
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) as [`build`](Self::build),
    /// [`is_request`](Error::is_request) when there is no response,
    /// [`is_redirect`](Error::is_redirect) when it leads nowhere.
    pub async fn send(self) -> Result<Response, Error> {
        execute::execute(&self.client, self.call?).await
    }

    fn authorization(self, value: &str) -> Self {
        let value = HeaderValue::from_str(value).map(|mut value| {
            value.set_sensitive(true);
            value
        });
        self.change(|call| {
            let value = value.map_err(|error| no_field("value", &error))?;
            let _ = call.headers.try_append(AUTHORIZATION, value);
            Ok(())
        })
    }

    #[cfg(any(feature = "json", feature = "form"))]
    fn content(self, content_type: HeaderValue, body: impl Into<Body>) -> Self {
        let body = body.into();
        self.change(|call| {
            call.headers.entry(http::header::CONTENT_TYPE).or_insert(content_type);
            call.body = body;
            Ok(())
        })
    }

    /// The first error is told.
    fn change(mut self, change: impl FnOnce(&mut Call) -> Result<(), Error>) -> Self {
        if let Ok(call) = &mut self.call
            && let Err(error) = change(call)
        {
            self.call = Err(error);
        }
        self
    }

    #[cfg(any(feature = "json", feature = "form"))]
    fn refuse(self, error: Error) -> Self {
        self.change(|_| Err(error))
    }
}

fn no_field(part: &str, error: &dyn Display) -> Error {
    Error::builder(format!("the {part} of a header field is none: {error}"))
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RequestBuilder");
        match &self.call {
            Ok(call) => debug.field("method", &call.method).field("url", &call.url),
            Err(error) => debug.field("error", error),
        };
        debug.finish_non_exhaustive()
    }
}
