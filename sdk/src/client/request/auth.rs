//! Credentials of a request.

use std::fmt::{Display, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::RequestBuilder;
use crate::client::error::Error;
use crate::client::fields;

impl RequestBuilder {
    /// Sets `authorization` to a token
    /// ([RFC 6750, 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)). The field is marked as
    /// sensitive, so that `Debug` does not show it.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::get("https://example.com/").bearer_auth("secret").build()?;
    /// let authorization = &request.headers()["authorization"];
    /// assert_eq!(authorization, "Bearer secret");
    /// assert!(authorization.is_sensitive());
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the token has control
    /// characters, such as a line break at its end.
    #[doc(alias("authorization", "token"))]
    pub fn bearer_auth(self, token: impl Display) -> Self {
        self.authorization(format!("Bearer {token}"))
    }

    /// Sets `authorization` to a name and a password
    /// ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)), in UTF-8. The field is marked as
    /// sensitive, so that `Debug` does not show it.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::client::get("https://example.com/");
    /// let request = request.basic_auth("Aladdin", Some("open sesame")).build()?;
    /// assert_eq!(request.headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the request is sent or built: [`is_builder`](Error::is_builder) if the name has a `:`,
    /// which would end it.
    #[doc(alias("authorization", "password"))]
    pub fn basic_auth<U, P>(self, username: U, password: Option<P>) -> Self
    where
        U: Display,
        P: Display,
    {
        let mut credentials = username.to_string();
        let name = credentials.len();
        credentials.push(':');
        if let Some(password) = password {
            // Only the password's own `Display` can fail.
            let _ = write!(credentials, "{password}");
        }
        self.basic(&credentials, name)
    }

    fn basic(mut self, credentials: &str, name: usize) -> Self {
        if credentials.find(':') != Some(name) {
            let message = "the name for `authorization: Basic` has a `:` in it, which would end it";
            self.change(|_| Err(Error::builder(message)));
            return self;
        }
        let mut value = String::from("Basic ");
        STANDARD.encode_string(credentials, &mut value);
        self.authorization(value)
    }

    fn authorization(mut self, value: String) -> Self {
        let value = HeaderValue::try_from(value);
        self.change(|pending| {
            let mut value =
                value.map_err(|error| fields::invalid_value(&AUTHORIZATION, &error.to_string()))?;
            value.set_sensitive(true);
            fields::set(pending.headers_mut(), AUTHORIZATION, value)
        });
        self
    }
}
