//! What a request brings.

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
    /// Sets the body: text, bytes, a stream, or what came in.
    ///
    /// Bytes at hand are sent with a `content-length`, a stream is sent in chunks, and an incoming
    /// body that nobody read is passed on by the host without a copy. The response may come, and be
    /// read, while the body is still being sent. If a stream fails, the request is aborted, and its
    /// error is the one that [`send`](Self::send) gives.
    ///
    /// A `GET` or `HEAD` request takes no stream unless its `content-length` is declared.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client::{self, Error, Response};
    /// use doorway::Request;
    ///
    /// // What comes in goes out again while it arrives.
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

    /// Makes a value in JSON the body, with `content-type: application/json` if the request has no
    /// content type.
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the value cannot be
    /// told in JSON, such as a map whose keys are not text.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::post("https://example.com/planets");
    /// let request = request.json(&["Earth", "Mars"]).build()?;
    /// assert_eq!(request.headers()["content-type"], "application/json");
    /// # doorway::testing::block_on(async {
    /// assert_eq!(request.into_body().collect(64).await?.bytes(), r#"["Earth","Mars"]"#);
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn json<T: serde_core::Serialize + ?Sized>(self, json: &T) -> Self {
        const TYPE: HeaderValue = HeaderValue::from_static("application/json");
        match crate::json::to_vec(json) {
            Ok(json) => self.content(TYPE, json.into()),
            Err(error) => self.refuse(format!("the value cannot be told in JSON: {error}")),
        }
    }

    /// Makes a value in form encoding the body, with `content-type:
    /// application/x-www-form-urlencoded` if the request has no content type. Forms with files are
    /// for `multipart`.
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the value is no
    /// struct, map or sequence of pairs, or is one with a struct or a map in it.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::post("https://example.com/login");
    /// let request = request.form(&[("user", "Ada"), ("remember", "yes")]).build()?;
    /// # doorway::testing::block_on(async {
    /// assert_eq!(request.into_body().collect(64).await?.bytes(), "user=Ada&remember=yes");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    #[cfg(feature = "form")]
    pub fn form<T: serde_core::Serialize + ?Sized>(self, form: &T) -> Self {
        const TYPE: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        match serde_html_form::to_string(form) {
            Ok(form) => self.content(TYPE, form.into()),
            Err(error) => self.refuse(format!("the value cannot be a form: {error}")),
        }
    }

    /// Makes a form with files the body, with its `content-type`, in the place of another.
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
