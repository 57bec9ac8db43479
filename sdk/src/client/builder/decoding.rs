//! Settings for compressed responses.

use super::ClientBuilder;

impl ClientBuilder {
    /// Enables gzip ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)). Default: enabled.
    ///
    /// Requests are sent with an `accept-encoding`, unless they have one, or a `range`. The body of a
    /// response is decoded as it is read, and its `content-encoding` and `content-length` are
    /// removed. A [limit](Self::body_limit) counts decoded bytes, and chunks have at most 32 KiB,
    /// whatever a small body expands to. A body that is damaged, incomplete, or followed by other
    /// data is an error that [`is_decode`](crate::client::Error::is_decode), and a response that a handler passes
    /// on is cut off there.
    ///
    /// Other codings are left as they are, with their `content-encoding`. So are partial responses
    /// (206), and several codings at once, whose expansion would multiply. A gateway that only passes
    /// bodies on is faster without decoding: see [`no_gzip`](Self::no_gzip).
    ///
    /// A handler that returns a decoded response sends other bytes than the upstream did, so a strong
    /// `etag` becomes a weak one
    /// ([RFC 9110, 8.8.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.1)), and fields about
    /// ranges and digests of the encoded bytes are removed.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    ///
    /// let client = Client::builder().gzip(true).deflate(false).build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn gzip(mut self, enable: bool) -> Self {
        self.settings.accepts.gzip = enable;
        self
    }

    /// Enables deflate, like [`gzip`](Self::gzip): in zlib's format
    /// ([RFC 1950](https://www.rfc-editor.org/rfc/rfc1950)), or bare, as some servers send it.
    pub fn deflate(mut self, enable: bool) -> Self {
        self.settings.accepts.deflate = enable;
        self
    }
}
