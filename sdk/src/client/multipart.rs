//! Forms with files: [`Form`] and [`Part`].

use std::borrow::Cow;
use std::fmt;

use http::HeaderValue;

use super::error::Error;
use crate::{Body, port};

mod content;
mod head;
mod part;

use content::Pieces;
pub use part::Part;

/// A `multipart/form-data` body ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)), for
/// [`RequestBuilder::multipart`](super::RequestBuilder::multipart).
///
/// Its parts are sent one after the other, without a buffer for all. The request has a
/// `content-length` if the lengths of all parts are known, else it is sent in chunks. A form of text
/// and bytes can be sent again, by [`try_clone`](super::RequestBuilder::try_clone), a redirect or a
/// retry; one with a stream cannot.
///
/// Names and file names are written as browsers write them: as UTF-8, with `%22`, `%0D` and `%0A` for
/// quotes and line breaks. Backslashes and other control characters are encoded likewise, since some
/// servers stop at them. A `%22` in a name is not encoded: readers cannot tell the two apart.
///
/// # Examples
///
/// ```
/// use doorway::client::multipart::{Form, Part};
/// use doorway::client::{Client, Error};
///
/// async fn upload(client: &Client, png: Vec<u8>) -> Result<(), Error> {
///     let image = Part::bytes(png).file_name("earth.png").mime_str("image/png")?;
///     let form = Form::new().text("planet", "Earth").part("image", image);
///     let request = client.post("https://example.com/images").multipart(form);
///     request.send().await?.error_for_status()?;
///     Ok(())
/// }
/// ```
#[doc(alias("form-data", "upload"))]
pub struct Form {
    boundary: String,
    parts: Vec<(Cow<'static, str>, Part)>,
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        // 128 bits that nobody can guess: no content can be made to hold it.
        let [one, other] = [(); 2].map(|()| port::random::number());
        Self { boundary: format!("doorway-{one:016x}{other:016x}"), parts: Vec::new() }
    }

    /// The boundary between the parts
    /// ([RFC 2046, 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)): random, and new
    /// for each form.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::Form;
    ///
    /// let form = Form::new().text("planet", "Earth");
    /// let content_type = format!("multipart/form-data; boundary={}", form.boundary());
    /// ```
    pub fn boundary(&self) -> &str {
        &self.boundary
    }

    /// Adds a field with text. Several fields may have one name.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::Form;
    ///
    /// let form = Form::new().text("moon", "Phobos").text("moon", String::from("Deimos"));
    /// ```
    pub fn text(
        self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.part(name, Part::text(value))
    }

    /// Adds a part.
    pub fn part(mut self, name: impl Into<Cow<'static, str>>, part: Part) -> Self {
        self.parts.push((name.into(), part));
        self
    }

    /// The content type, with the boundary, and the body.
    pub(super) fn into_parts(self) -> Result<(HeaderValue, Body), Error> {
        let Self { boundary, parts } = self;
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|error| Error::builder(format!("invalid boundary: {error}")))?;
        let mut pieces = Pieces::default();
        for (name, part) in parts {
            pieces.add(&boundary, name, part);
        }
        Ok((content_type, pieces.into_body(&boundary)))
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

/// The names of the parts, without their content.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts.iter().map(|(name, part)| (name, part))).finish()
    }
}
