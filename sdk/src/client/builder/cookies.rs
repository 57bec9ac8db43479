//! Settings for cookies.

use std::sync::Arc;

use super::ClientBuilder;
use crate::client::cookie::{CookieStore, Jar};

impl ClientBuilder {
    /// Keeps cookies in a [`Jar`], and sends them back. Default: disabled.
    ///
    /// The cookies of every response are kept, those of redirects too, and each hop of a redirect is
    /// sent its own. A request with a `cookie` field, its own or one of the
    /// [`default_headers`](Self::default_headers), is sent as it is.
    ///
    /// All requests of this client share the cookies: if it serves several users, so do they. Then
    /// use a client for each.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, Error};
    ///
    /// async fn profile(client: &Client) -> Result<String, Error> {
    ///     client.post("https://shop.example/login").body("user=Ada").send().await?;
    ///     // With the cookie of that response.
    ///     client.get("https://shop.example/profile").send().await?.text().await
    /// }
    ///
    /// let client = Client::builder().cookie_store(true).build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn cookie_store(mut self, enable: bool) -> Self {
        self.settings.cookies = if enable { Some(Arc::new(Jar::default())) } else { None };
        self
    }

    /// Keeps cookies in a custom store: see [`Jar`] and [`CookieStore`] for an example of each.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::{Client, cookie::Jar};
    /// use std::sync::Arc;
    ///
    /// let jar = Arc::new(Jar::default());
    /// jar.add_cookie_str("theme=dark; Path=/", &"https://shop.example".parse()?);
    /// let client = Client::builder().cookie_provider(jar).build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn cookie_provider<C: CookieStore + 'static>(mut self, cookie_store: Arc<C>) -> Self {
        self.settings.cookies = Some(cookie_store);
        self
    }
}
