//! The body of a request of a test.

#[cfg(any(feature = "json", feature = "form"))]
use http::HeaderValue;

use super::TestRequest;
use crate::Body;

impl TestRequest {
    /// Sets the body to a value in JSON, and `content-type` unless the request has one.
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

    /// Sets the body to pairs in form encoding, and `content-type` unless the request has one.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Form;
    /// use doorway::{Router, routing::post, testing::TestClient};
    /// use std::collections::HashMap;
    ///
    /// async fn signup(Form(fields): Form<HashMap<String, String>>) -> String {
    ///     format!("Hello, {}!", fields["name"])
    /// }
    ///
    /// let client = TestClient::new(Router::new().route("/", post(signup)));
    /// assert_eq!(client.post("/").form(&[("name", "Ada")]).send().text(), "Hello, Ada!");
    /// ```
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
}
