//! [`Part`]: one field of a form.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, HeaderValue};
use http_body::Body as _;

use crate::Body;
use crate::client::error::Error;
use crate::parameters::content_type::is_media_type;

/// One field of a [`Form`](super::Form): text, bytes or a stream, and its description.
///
/// # Examples
///
/// ```
/// use doorway::client::multipart::Part;
///
/// let note = Part::text("Seen at dawn.");
/// let image = Part::bytes(vec![0x89, b'P', b'N', b'G']).file_name("mars.png");
/// let image = image.mime_str("image/png")?;
/// # Ok::<(), doorway::client::Error>(())
/// ```
pub struct Part {
    pub(super) body: Body,
    /// As declared: the body may know its own.
    pub(super) length: Option<u64>,
    pub(super) mime: Option<HeaderValue>,
    pub(super) file_name: Option<Cow<'static, str>>,
    pub(super) headers: HeaderMap,
}

impl Part {
    /// A part with text, in UTF-8.
    pub fn text(value: impl Into<Cow<'static, str>>) -> Self {
        Self::stream(value.into())
    }

    /// A part with bytes, such as those of a file.
    pub fn bytes(value: impl Into<Cow<'static, [u8]>>) -> Self {
        Self::stream(value.into())
    }

    /// A part with a body, such as a stream. Its trailers are left out.
    ///
    /// A field of a form that is being received is passed through a channel, as it cannot leave its
    /// form; the request and the loop that fills the channel run concurrently.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::{Form, Part};
    /// use doorway::extract::Multipart;
    /// use doorway::{Body, Error, client};
    /// use futures_util::future::join;
    ///
    /// /// Sends the first file of a form on while it arrives.
    /// async fn pass_on(mut form: Multipart) -> Result<client::Response, Error> {
    ///     let (mut sender, body) = Body::channel();
    ///     let upload = Form::new().part("file", Part::stream(body).file_name("upload"));
    ///     let send = client::post("https://example.com/files").multipart(upload).send();
    ///     let fill = async {
    ///         while let Some(mut field) = form.next_field().await.map_err(Error::other)? {
    ///             if field.file_name().is_none() {
    ///                 continue;
    ///             }
    ///             while let Some(chunk) = field.chunk().await.map_err(Error::other)? {
    ///                 sender.send(chunk).await?;
    ///             }
    ///             break;
    ///         }
    ///         // Without this, or after an error, the upload is aborted.
    ///         sender.finish();
    ///         Ok(())
    ///     };
    ///     let (response, filled) = join(send, fill).await;
    ///     filled.and(Ok(response?))
    /// }
    /// ```
    pub fn stream(value: impl Into<Body>) -> Self {
        let body = value.into();
        let (length, mime, file_name, headers) = (None, None, None, HeaderMap::new());
        Self { body, length, mime, file_name, headers }
    }

    /// A part like [`stream`](Self::stream), with a known length in bytes. If the stream has another
    /// one, the upload is aborted.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Body;
    /// use doorway::client::multipart::{Form, Part};
    ///
    /// let (_sender, body) = Body::channel();
    /// let form = Form::new().part("file", Part::stream_with_length(body, 5).file_name("5.bin"));
    /// let request = doorway::client::post("https://example.com/").multipart(form).build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn stream_with_length(value: impl Into<Body>, length: u64) -> Self {
        Self { length: Some(length), ..Self::stream(value) }
    }

    /// Sets the media type
    /// ([RFC 9110, 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)). Default:
    /// `application/octet-stream` for a part with a file name, and text for one without.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::Part;
    ///
    /// assert!(Part::text("<p>").mime_str("text/html; charset=utf-8").is_ok());
    /// assert!(Part::text("<p>").mime_str("html").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_builder`](Error::is_builder) if it is not a media type.
    pub fn mime_str(mut self, mime: &str) -> Result<Self, Error> {
        match HeaderValue::from_str(mime) {
            Ok(value) if is_media_type(mime.as_bytes()) => self.mime = Some(value),
            _ => {
                let mime = mime.escape_debug();
                return Err(Error::builder(format!(
                    "`{mime}` is not a media type such as `image/png`"
                )));
            }
        }
        Ok(self)
    }

    /// Sets the file name.
    pub fn file_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets further header fields of the part, which few servers read
    /// ([RFC 7578, 4.8](https://www.rfc-editor.org/rfc/rfc7578#section-4.8)). A `content-type` is
    /// used unless [`mime_str`](Self::mime_str) was called; a `content-disposition` is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::Part;
    /// use doorway::http::{HeaderMap, HeaderValue};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("content-language", HeaderValue::from_static("en"));
    /// let note = Part::text("Seen at dawn.").headers(headers);
    /// ```
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// The length of the content in bytes, if it is known.
    pub(super) fn length(&self) -> Option<u64> {
        self.length.or_else(|| self.body.size_hint().exact())
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("length", &self.length())
            .field("mime", &self.mime)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}
