//! [`Response`]: what a client gets.

use std::cell::OnceCell;
use std::fmt;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::Error;
use super::call::Call;
use super::redirect::Trail;
use super::url::Shown;
use crate::Body;
use crate::backend::client::Answer;
use crate::backend::{IncomingResponse, Reader};
use crate::body::Trailers;
use crate::request::filled;
use crate::shown::Fields;

mod charset;
mod convert;
mod read;

/// What a client gets: the head of a response, and its body as it comes.
///
/// A handler may return it: the body is passed on by the host without a copy, if nothing was read
/// of it.
///
/// # Examples
///
/// ```no_run
/// use doorway::client;
///
/// # async fn example() -> Result<(), client::Error> {
/// let mut response = client::get("https://example.com/log").send().await?;
/// while let Some(chunk) = response.chunk().await? {
///     println!("{} bytes of {:?}", chunk.len(), response.content_length());
/// }
/// # Ok(()) }
/// ```
pub struct Response {
    /// It was the request's, whose place in memory the response takes.
    call: Box<Call>,
}

/// What came of a call.
#[derive(Default)]
pub(super) struct Answered {
    status: StatusCode,
    /// `None` once the body was taken with it.
    incoming: Option<IncomingResponse>,
    /// Read from the host at first touch.
    headers: OnceCell<Box<HeaderMap>>,
    extensions: Extensions,
    content: Received,
    trailers: Option<Box<Trailers>>,
}

/// Where the body is.
#[derive(Default)]
enum Received {
    /// With the host, untouched.
    #[default]
    Untouched,
    Reading(Reader),
    Body(Body),
}

impl Answered {
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// As [`Response::header`].
    pub(super) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get(name).cloned(),
            None => self.incoming.as_ref()?.header(name),
        }
    }
}

impl Response {
    /// What a call got.
    pub(super) fn new(mut call: Box<Call>, (incoming, body): Answer) -> Self {
        let status = incoming.status();
        // RFC 9112, 6.3: there is none, whatever the `content-length` says.
        let has_no_body = call.method == Method::HEAD
            || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let answered = &mut call.answered;
        if has_no_body {
            answered.content = Received::Body(Body::empty());
        } else if let Some(body) = body {
            answered.content = Received::Body(body);
        }
        answered.status = status;
        answered.incoming = Some(incoming);
        Self { call }
    }

    /// The call again, which goes on.
    pub(super) fn into_call(self) -> Box<Call> {
        self.call
    }

    /// That of a call that is done. What was kept to be sent again may be large.
    pub(super) fn done(mut call: Box<Call>) -> Self {
        call.load = None;
        if let Some(more) = &mut call.more {
            more.trail = Trail::default();
        }
        Self { call }
    }

    /// The values of a field that the request had.
    #[cfg(feature = "gzip")]
    pub(super) fn asked(&self, name: &HeaderName) -> Vec<HeaderValue> {
        let fields = self.call.fields.iter();
        fields.flat_map(|fields| fields.map.get_all(name)).cloned().collect()
    }

    /// The first value of a field, without reading the others.
    pub(super) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.call.answered.header(name)
    }

    pub(super) fn body_mut(&mut self) -> &mut Body {
        let Answered { content, incoming, .. } = &mut self.call.answered;
        if !matches!(content, Received::Body(_)) {
            let incoming = incoming.as_ref().map(IncomingResponse::body);
            *content = Received::Body(match std::mem::take(content) {
                Received::Untouched => incoming.unwrap_or_default(),
                Received::Reading(reader) => reader.into_body(),
                Received::Body(body) => body,
            });
        }
        match content {
            Received::Body(body) => body,
            _ => unreachable!("it was made one"),
        }
    }

    /// The status code ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    pub fn status(&self) -> StatusCode {
        self.call.answered.status
    }

    /// The header fields, read from the host at the first call.
    pub fn headers(&self) -> &HeaderMap {
        let Answered { headers, incoming, .. } = &self.call.answered;
        headers.get_or_init(|| {
            Box::new(incoming.as_ref().map(IncomingResponse::headers).unwrap_or_default())
        })
    }

    /// The header fields, to be changed: a handler that returns the response sends them so.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{self, Error, Response};
    ///
    /// async fn logo() -> Result<Response, Error> {
    ///     let mut response = client::get("https://example.com/logo.png").send().await?;
    ///     response.headers_mut().remove("server");
    ///     Ok(response)
    /// }
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        let _read_now = self.headers();
        filled(&mut self.call.answered.headers).as_mut()
    }

    /// Values of any type that travel with the response.
    pub fn extensions(&self) -> &Extensions {
        &self.call.answered.extensions
    }

    /// As [`extensions`](Self::extensions), to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.call.answered.extensions
    }

    /// The URL that answered: the last one, after redirects.
    pub fn url(&self) -> &Uri {
        &self.call.url
    }

    /// The length of the body in bytes, if it is known before it is read: not of a chunked one, nor
    /// of one that is decoded.
    ///
    /// Of a response without a body, as to a `HEAD` request, it is 0, whatever its field
    /// `content-length` says
    /// ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
    pub fn content_length(&self) -> Option<u64> {
        match &self.call.answered.content {
            Received::Untouched => self.call.answered.incoming.as_ref()?.content_length(),
            Received::Reading(_) => None,
            Received::Body(body) => http_body::Body::size_hint(body).exact(),
        }
    }

    /// The response, if its status is not an error's.
    ///
    /// # Errors
    ///
    /// [`is_status`](Error::is_status) for 400 to 599. It names the status and the URL; to read
    /// what the response says of it, look at the [status](Self::status) instead.
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
    pub fn error_for_status(self) -> Result<Self, Error> {
        self.error_for_status_ref()?;
        Ok(self)
    }

    /// As [`error_for_status`](Self::error_for_status), of a response that is still needed.
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client;
    ///
    /// # async fn example() -> Result<(), client::Error> {
    /// let response = client::get("https://example.com/planets/9").send().await?;
    /// if let Err(error) = response.error_for_status_ref() {
    ///     eprintln!("{error}: {}", response.text().await?);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn error_for_status_ref(&self) -> Result<&Self, Error> {
        let status = self.status();
        if status.is_client_error() || status.is_server_error() {
            return Err(Error::unwanted_status(status, &self.call.url));
        }
        Ok(self)
    }

    /// What is left of the body, without a limit: to be passed on, or read by [`Body`]'s methods.
    pub fn into_body(mut self) -> Body {
        self.take_body()
    }

    fn take_body(&mut self) -> Body {
        let Answered { content, incoming, .. } = &mut self.call.answered;
        match std::mem::take(content) {
            Received::Untouched => {
                incoming.take().map(IncomingResponse::into_body).unwrap_or_default()
            }
            Received::Reading(reader) => reader.into_body(),
            Received::Body(body) => body,
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("url", &Shown(&self.call.url))
            .field("status", &self.status())
            .field("headers", &Fields(self.headers()))
            .finish_non_exhaustive()
    }
}
