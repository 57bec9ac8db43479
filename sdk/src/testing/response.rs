//! [`TestResponse`]: a response in a test.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::pin::pin;
use std::thread;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

mod chunks;

pub use chunks::Chunks;

use super::body::WithTasks;
use crate::backend::native::run_loop;
use crate::error::{Chain, Error, ErrorKind};
use crate::shown::Fields;
use crate::task::tasks::Tasks;
use crate::{Body, Response};

/// A response of an app, whose body is read on demand.
///
/// The body is kept: [`text`](Self::text), [`bytes`](Self::bytes) and `json` may be called
/// repeatedly and in any order.
///
/// Tasks that the handler [spawned](crate::task::spawn) run while the body is read, and complete at
/// its end or when the response is dropped. Dropping it before the body's end is a client that
/// disconnects.
///
/// # Examples
///
/// ```
/// use doorway::testing::TestClient;
/// use doorway::{Request, Service, task};
/// use std::cell::Cell;
/// use std::rc::Rc;
///
/// fn app(visits: Rc<Cell<u32>>) -> impl Service {
///     move |_: Request| {
///         let visits = visits.clone();
///         task::spawn(async move { visits.set(visits.get() + 1) });
///         async { "Hello!" }
///     }
/// }
///
/// let visits = Rc::default();
/// let response = TestClient::new(app(Rc::clone(&visits))).get("/").send();
/// assert_eq!(response.text(), "Hello!");
/// assert_eq!(visits.get(), 1);
/// ```
pub struct TestResponse {
    /// Method and path, for messages.
    what: String,
    tasks: Tasks,
    status: StatusCode,
    headers: HeaderMap,
    /// `None` at the end.
    body: Cell<Option<Body>>,
    chunks: RefCell<Vec<Bytes>>,
    /// The number of chunks that an iterator has yielded.
    seen: Cell<usize>,
    trailers: OnceCell<HeaderMap>,
    /// The reason why the body is not complete.
    failure: OnceCell<String>,
}

impl TestResponse {
    pub(super) fn new(what: String, tasks: Tasks, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            what,
            tasks,
            status: parts.status,
            headers: parts.headers,
            body: Cell::new(Some(body)),
            chunks: RefCell::default(),
            seen: Cell::new(0),
            trailers: OnceCell::new(),
            failure: OnceCell::new(),
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers as an HTTP/1.1 host sends them, apart from `date` and
    /// `transfer-encoding`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, testing::TestClient};
    ///
    /// let response = TestClient::new(async |_: Request| "Hello").get("/").send();
    /// assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    /// assert_eq!(response.bytes(), "Hello");
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the first value of a header.
    ///
    /// # Panics
    ///
    /// If it is not UTF-8: [`headers`](Self::headers) has its bytes.
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        match str::from_utf8(value.as_bytes()) {
            Ok(value) => Some(value),
            Err(_) => panic!("the header field `{name}` is not UTF-8, but {value:?}"),
        }
    }

    /// Returns the whole body as text.
    ///
    /// # Panics
    ///
    /// If the app aborts the response, or if the body is not UTF-8.
    #[track_caller]
    pub fn text(&self) -> String {
        match String::from_utf8(self.bytes().into()) {
            Ok(text) => text,
            Err(error) => panic!("the body of {} is not UTF-8: {error}", self.what),
        }
    }

    /// Deserializes the whole body from JSON, whatever the `content-type`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::testing::TestClient;
    ///
    /// let client = TestClient::new(|_: Request| async { r#"["Earth", "Mars"]"# });
    /// let planets: Vec<String> = client.get("/planets").send().json();
    /// assert_eq!(planets, ["Earth", "Mars"]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the app aborts the response, or if the body does not match `T`.
    #[cfg(feature = "json")]
    #[track_caller]
    pub fn json<T: serde_core::de::DeserializeOwned>(&self) -> T {
        let bytes = self.bytes();
        match serde_json::from_slice(&bytes) {
            Ok(value) => value,
            Err(error) => panic!(
                "the body of {} (status {}) is not the JSON that was expected: {error}\n{}",
                self.what,
                self.status,
                String::from_utf8_lossy(&bytes)
            ),
        }
    }

    /// Returns the whole body.
    ///
    /// # Panics
    ///
    /// If the app aborts the response. [`chunks`](Self::chunks) has the data before that, and the
    /// error.
    #[track_caller]
    pub fn bytes(&self) -> Bytes {
        self.read_to_end();
        let mut chunks = self.chunks.borrow_mut();
        if chunks.len() > 1 {
            // Chunks of an iterator are kept.
            let mut all = BytesMut::new();
            chunks.iter().for_each(|chunk| all.extend_from_slice(chunk));
            return all.freeze();
        }
        chunks.first_mut().map_or_else(Bytes::new, |only| only.clone())
    }

    /// Reads the whole body and returns its trailers, if there are any.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::HeaderMap;
    /// use doorway::{Body, Request, testing::TestClient};
    ///
    /// let app = async |_: Request| {
    ///     let (sender, body) = Body::channel();
    ///     let trailers = HeaderMap::from_iter([("x-sum".parse().unwrap(), "42".parse().unwrap())]);
    ///     sender.finish_with_trailers(trailers);
    ///     body
    /// };
    /// let response = TestClient::new(app).get("/").send();
    /// assert_eq!(response.trailers().unwrap()["x-sum"], "42");
    /// ```
    ///
    /// # Panics
    ///
    /// If the app aborts the response.
    #[track_caller]
    pub fn trailers(&self) -> Option<&HeaderMap> {
        self.read_to_end();
        self.trailers.get()
    }

    /// Returns the response with the unread part of its body, which any executor can read.
    ///
    /// Tasks of the handler run while [`block_on`](super::block_on) or a client does, and need not
    /// complete.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::{TestClient, block_on};
    /// use doorway::Request;
    ///
    /// let response = TestClient::new(async |_: Request| "Hello").get("/").send().into_response();
    /// let body = block_on(response.into_body().collect_up_to(100))?;
    /// assert_eq!(body.bytes(), "Hello");
    /// # Ok::<(), doorway::Error>(())
    /// ```
    pub fn into_response(mut self) -> Response {
        let body = self.body.take().unwrap_or_default();
        let mut response = Response::new(Body::new(WithTasks { tasks: self.tasks.clone(), body }));
        *response.status_mut() = self.status;
        *response.headers_mut() = std::mem::take(&mut self.headers);
        response
    }

    #[track_caller]
    fn read_to_end(&self) {
        while self.read().is_some() {}
        if let Some(failure) = self.failure.get() {
            panic!("the response to {} was aborted: {failure}", self.what);
        }
    }

    /// Reads the next chunk.
    fn read(&self) -> Option<Result<(), Error>> {
        let mut body = self.body.take()?;
        loop {
            let mut tasks = self.tasks.clone();
            let frame = run_loop::block_on(tasks.beside(pin!(body.frame())));
            let frame = match frame {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => {
                    self.end(body);
                    let _ = self.failure.set(Chain(&error).to_string());
                    let message = "the app aborted the response";
                    return Some(Err(Error::new(ErrorKind::Body, message).with_source(error)));
                }
                None => {
                    self.end(body);
                    return None;
                }
            };
            match frame.into_data() {
                Ok(chunk) => {
                    self.chunks.borrow_mut().push(chunk);
                    self.body.set(Some(body));
                    return Some(Ok(()));
                }
                Err(frame) => {
                    let _ = frame.into_trailers().map(|trailers| self.trailers.set(trailers));
                }
            }
        }
    }

    fn end(&self, body: Body) {
        drop(body);
        run_loop::block_on(self.tasks.clone().finish());
    }
}

/// Disconnects, unless the body is at its end, and completes the handler's tasks.
impl Drop for TestResponse {
    fn drop(&mut self) {
        if let Some(body) = self.body.take()
            && !thread::panicking()
        {
            self.end(body);
        }
    }
}

impl fmt::Debug for TestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestResponse")
            .field("status", &self.status)
            .field("headers", &Fields(&self.headers))
            .finish_non_exhaustive()
    }
}
