//! [`Attachment`]: a response that is saved.

use std::fmt;

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderValue};

use super::content_disposition::attachment;
use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::error::Error;
use crate::shown::log_line;

/// A response that a browser saves as a file, `content-disposition: attachment`
/// ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).
///
/// # Examples
///
/// ```
/// use doorway::response::{Attachment, IntoResponse};
///
/// async fn planets() -> Attachment<&'static str> {
///     Attachment::new("Mercury,Venus,Earth").filename("planets.csv").content_type("text/csv")
/// }
///
/// # doorway::testing::block_on(async {
/// let response = planets().await.into_response();
/// let disposition = &response.headers()["content-disposition"];
/// assert_eq!(disposition, r#"attachment; filename="planets.csv""#);
/// # });
/// ```
#[must_use]
#[doc(alias("content-disposition", "download"))]
pub struct Attachment<T> {
    content: T,
    file_name: Option<HeaderValue>,
    content_type: Option<HeaderValue>,
}

impl<T: IntoResponse> Attachment<T> {
    /// Creates an attachment without a file name, whose content type is that of the content.
    pub fn new(content: T) -> Self {
        Self { content, file_name: None, content_type: None }
    }

    /// Sets the name that the file is saved under. One with a line break or another control character
    /// is left out, with a line on stderr.
    pub fn filename<H: TryInto<HeaderValue>>(mut self, value: H) -> Self {
        self.file_name = valid(value, "name");
        self
    }

    /// Sets the content type. An invalid one is left out, with a line on stderr.
    pub fn content_type<H: TryInto<HeaderValue>>(mut self, value: H) -> Self {
        if let Some(value) = valid(value, "content type") {
            self.content_type = Some(value);
        }
        self
    }
}

fn valid(value: impl TryInto<HeaderValue>, part: &str) -> Option<HeaderValue> {
    let value = value.try_into().ok();
    if value.is_none() {
        log_line!("doorway: the {part} of an attachment is no header value: left out");
    }
    value
}

impl<T: IntoResponse> IntoResponse for Attachment<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        let Self { content, file_name, content_type } = self;
        match headers(file_name.as_ref(), content_type) {
            Ok(headers) => (headers, content).into_reply(),
            Err(error) => Reply::failed(error),
        }
    }
}

fn headers(
    file_name: Option<&HeaderValue>,
    content_type: Option<HeaderValue>,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    let disposition = attachment(file_name.map(HeaderValue::as_bytes))?;
    headers.insert(CONTENT_DISPOSITION, disposition);
    Ok(headers)
}

impl<T: fmt::Debug> fmt::Debug for Attachment<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("content", &self.content)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}
