//! The body of a request.

#[cfg(any(feature = "json", feature = "form"))]
use http::HeaderValue;
#[cfg(any(feature = "json", feature = "form", feature = "multipart"))]
use http::header::CONTENT_TYPE;

use super::RequestBuilder;
use crate::Body;
#[cfg(any(feature = "json", feature = "form"))]
use crate::client::error::Error;
#[cfg(any(feature = "json", feature = "form", feature = "multipart"))]
use crate::client::fields;

impl RequestBuilder {
    /// Sets the body: text, bytes, a stream, or an incoming body.
    ///
    /// Bytes are sent with a `content-length`, a stream is sent in chunks, and an incoming body that
    /// was not read is passed on by the host without a copy. The response may arrive, and be read,
    /// while the body is still being sent. If a stream fails, the request is aborted, and
    /// [`send`](Self::send) returns its error.
    ///
    /// A `GET` or `HEAD` request with a stream needs a `content-length`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{self, Error, Response};
    /// use doorway::Request;
    ///
    /// // Forwards the body while it arrives.
    /// async fn store(request: Request) -> Result<Response, Error> {
    ///     client::put("https://example.com/files/1").body(request.into_body()).send().await
    /// }
    /// ```
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        let body = body.into();
        self.change(|pending| {
            pending.set_body(body);
            Ok(())
        });
        self
    }

    /// Sets the body to a value in JSON, and the `content-type` to `application/json`, unless the
    /// request has one.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::post("https://example.com/planets");
    /// let request = request.json(&["Earth", "Mars"]).build()?;
    /// assert_eq!(request.headers()["content-type"], "application/json");
    /// # doorway::testing::block_on(async {
    /// assert_eq!(request.into_body().collect_up_to(64).await?.bytes(), r#"["Earth","Mars"]"#);
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the value cannot be
    /// serialized, such as a map whose keys are not text.
    #[cfg(feature = "json")]
    pub fn json<T: serde_core::Serialize + ?Sized>(self, json: &T) -> Self {
        const TYPE: HeaderValue = HeaderValue::from_static("application/json");
        match crate::json::to_vec(json) {
            Ok(json) => self.content(TYPE, json.into()),
            Err(error) => self.refuse(format!("the value cannot be serialized as JSON: {error}")),
        }
    }

    /// Sets the body to a value in form encoding, and the `content-type` to
    /// `application/x-www-form-urlencoded`, unless the request has one. For forms with files see
    /// `multipart`.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::post("https://example.com/login");
    /// let request = request.form(&[("user", "Ada"), ("remember", "yes")]).build()?;
    /// # doorway::testing::block_on(async {
    /// assert_eq!(request.into_body().collect_up_to(64).await?.bytes(), "user=Ada&remember=yes");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the value is not a
    /// struct, a map or a sequence of pairs, or is one with a struct or a map in it.
    #[cfg(feature = "form")]
    pub fn form<T: serde_core::Serialize + ?Sized>(self, form: &T) -> Self {
        const TYPE: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        match serde_html_form::to_string(form) {
            Ok(form) => self.content(TYPE, form.into()),
            Err(error) => self.refuse(format!("the value cannot be serialized as a form: {error}")),
        }
    }

    /// Sets the body to a form with files, and the `content-type`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::multipart::{Form, Part};
    ///
    /// let image = Part::bytes(b"...".as_slice()).file_name("earth.png");
    /// let form = Form::new().text("planet", "Earth").part("image", image);
    /// let request = doorway::client::post("https://example.com/images").multipart(form).build()?;
    /// assert!(request.headers()["content-type"].to_str()?.starts_with("multipart/form-data; "));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "multipart")]
    pub fn multipart(mut self, form: crate::client::multipart::Form) -> Self {
        self.change(|pending| {
            let (content_type, body) = form.into_parts()?;
            fields::set(pending.headers_mut(), CONTENT_TYPE, content_type)?;
            pending.set_body(body);
            Ok(())
        });
        self
    }

    #[cfg(any(feature = "json", feature = "form"))]
    fn content(mut self, content_type: HeaderValue, body: Body) -> Self {
        self.change(|pending| {
            if !pending.headers_mut().contains_key(CONTENT_TYPE) {
                fields::set(pending.headers_mut(), CONTENT_TYPE, content_type)?;
            }
            pending.set_body(body);
            Ok(())
        });
        self
    }

    #[cfg(any(feature = "json", feature = "form"))]
    fn refuse(mut self, message: String) -> Self {
        self.change(|_| Err(Error::builder(message)));
        self
    }
}
