//! [`Chunks`]: the pieces of a response's body, as the app writes them.

use bytes::Bytes;

use super::TestResponse;
use crate::error::Error;

impl TestResponse {
    /// Returns an iterator over the chunks of the body, as the app writes them. A chunk is awaited
    /// when it is asked for, and yielded once, even with several iterators.
    ///
    /// If the app aborts the response, with a stream that fails or a body of a wrong length, the
    /// last item is an error of kind [`Body`](crate::ErrorKind::Body).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Body, Error, Request, task};
    ///
    /// async fn app(_: Request) -> Body {
    ///     let (mut sender, body) = Body::channel();
    ///     task::spawn(async move {
    ///         sender.send("one").await?;
    ///         sender.send("two").await?;
    ///         sender.abort(Error::other("lost count"));
    ///         Ok::<_, Error>(())
    ///     });
    ///     body
    /// }
    ///
    /// let response = TestClient::new(app).get("/").send();
    /// let mut chunks = response.chunks();
    /// assert_eq!(chunks.next().unwrap()?, "one");
    /// assert_eq!(chunks.next().unwrap()?, "two");
    /// assert!(chunks.next().unwrap().is_err());
    /// assert!(chunks.next().is_none());
    /// # Ok::<_, Error>(())
    /// ```
    pub fn chunks(&self) -> Chunks<'_> {
        Chunks { response: self }
    }
}

/// An iterator over the chunks of a [`TestResponse`].
#[derive(Debug)]
pub struct Chunks<'a> {
    response: &'a TestResponse,
}

impl Iterator for Chunks<'_> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let response = self.response;
        let seen = response.seen.get();
        if seen == response.chunks.borrow().len()
            && let Err(error) = response.read()?
        {
            return Some(Err(error));
        }
        response.seen.set(seen + 1);
        response.chunks.borrow().get(seen).cloned().map(Ok)
    }
}
