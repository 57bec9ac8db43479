//! Cookies of a [`Response`].

use http::header::SET_COOKIE;

use super::Response;
use crate::extract::cookie::Cookie;

impl Response {
    /// The cookies that the response sets, without invalid ones. Names and values are not
    /// percent-decoded.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use doorway::client;
    ///
    /// # async fn example() -> Result<(), client::Error> {
    /// let response = client::get("https://example.com/login").send().await?;
    /// let session = response.cookies().find(|cookie| cookie.name() == "session");
    /// # Ok(()) }
    /// ```
    pub fn cookies(&self) -> impl Iterator<Item = Cookie<'_>> {
        let values = self.headers().get_all(SET_COOKIE).iter();
        values.filter_map(|value| Cookie::parse(str::from_utf8(value.as_bytes()).ok()?).ok())
    }
}
