//! Forms with files as responses: [`MultipartForm`].

use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::escape::push_name;
use crate::parameters::content_type::is_media_type;
use crate::port::random;

/// A `multipart/form-data` response ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)): several
/// files, or fields beside them, in one.
///
/// Names are written as browsers write them, and as those of a client's forms, so that none can end
/// its part.
///
/// # Examples
///
/// ```
/// use doorway::response::multiple::{MultipartForm, Part};
///
/// async fn export() -> MultipartForm {
///     MultipartForm::from_iter([
///         Part::text("name".to_owned(), "Earth"),
///         Part::file("map", "earth.bin", vec![3, 1, 4]),
///     ])
/// }
/// ```
#[derive(Debug)]
#[must_use]
pub struct MultipartForm {
    parts: Vec<Part>,
}

impl MultipartForm {
    /// Creates a form of these parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::multiple::{MultipartForm, Part};
    ///
    /// let mut parts = vec![Part::text("name".to_owned(), "Earth")];
    /// parts.push(Part::file("map", "earth.bin", vec![3, 1, 4]));
    /// let form = MultipartForm::with_parts(parts);
    /// # let _ = doorway::IntoResponse::into_response(form);
    /// ```
    pub fn with_parts(parts: Vec<Part>) -> Self {
        Self { parts }
    }
}

impl FromIterator<Part> for MultipartForm {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self::with_parts(parts.into_iter().collect())
    }
}

impl IntoResponse for MultipartForm {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        // 128 bits that nobody can guess: no content can be made to hold it.
        let [one, other] = [(); 2].map(|()| random::number());
        let boundary = format!("doorway-{one:016x}{other:016x}");
        let mut content = Vec::new();
        for part in self.parts {
            part.write(&boundary, &mut content);
        }
        for end in ["--", &boundary, "--"] {
            content.extend_from_slice(end.as_bytes());
        }
        let mut headers = HeaderMap::new();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        // Such a boundary is always valid.
        if let Ok(content_type) = HeaderValue::try_from(content_type) {
            headers.insert(CONTENT_TYPE, content_type);
        }
        (headers, content).into_reply()
    }
}

/// One part of a [`MultipartForm`]: a field or a file.
#[derive(Debug)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    content_type: String,
    content: Vec<u8>,
}

impl Part {
    /// Creates a field with text, `text/plain; charset=utf-8`.
    #[must_use]
    pub fn text(name: String, contents: &str) -> Self {
        Self {
            name,
            file_name: None,
            content_type: "text/plain; charset=utf-8".to_owned(),
            content: contents.into(),
        }
    }

    /// Creates a file of an unknown type, `application/octet-stream`.
    #[must_use]
    pub fn file(field_name: &str, file_name: &str, contents: Vec<u8>) -> Self {
        Self {
            name: field_name.to_owned(),
            file_name: Some(file_name.to_owned()),
            content_type: "application/octet-stream".to_owned(),
            content: contents,
        }
    }

    /// Creates a part of a media type, with or without a file name.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::response::multiple::Part;
    ///
    /// assert!(Part::raw_part("map", "image/png", vec![137], Some("earth.png")).is_ok());
    /// assert!(Part::raw_part("map", "png", vec![137], Some("earth.png")).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not a media type such as `image/png`.
    pub fn raw_part(
        name: &str,
        mime_type: &str,
        contents: Vec<u8>,
        filename: Option<&str>,
    ) -> Result<Self, &'static str> {
        let is_value = HeaderValue::from_str(mime_type).is_ok();
        if !is_value || !is_media_type(mime_type.as_bytes()) {
            return Err("the type of a part is not a media type such as `image/png`");
        }
        Ok(Self {
            name: name.to_owned(),
            file_name: filename.map(str::to_owned),
            content_type: mime_type.to_owned(),
            content: contents,
        })
    }

    fn write(self, boundary: &str, out: &mut Vec<u8>) {
        for part in ["--", boundary, "\r\nContent-Disposition: form-data; name=\""] {
            out.extend_from_slice(part.as_bytes());
        }
        push_name(out, &self.name);
        if let Some(file_name) = &self.file_name {
            out.extend_from_slice(b"\"; filename=\"");
            push_name(out, file_name);
        }
        for part in ["\"\r\nContent-Type: ", &self.content_type, "\r\n\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
        out.extend_from_slice(&self.content);
        out.extend_from_slice(b"\r\n");
    }
}
