//! [`TestClient`]: a client of an app.

use std::fmt::{self, Display};
use std::pin::pin;
use std::rc::Rc;

use http::{Method, Uri};

use super::app::App;
use super::request::TestRequest;
use super::response::TestResponse;
use super::upstream::{UpstreamError, origin};
use crate::backend::native::run_loop;
use crate::backend::native::test_host::TestHost;
use crate::backend::native::upstreams::Origin;
use crate::error::ErrorCode;
use crate::warm::Warming;
use crate::{Handler, IntoService, Request, Service};

/// A client that sends requests to an app and blocks until the response's head is there.
///
/// Requests and responses are those of a host: requests have an authority, are read lazily, and
/// lack the fields that hosts remove, such as `host` and `connection`; a response to `HEAD` has no
/// body, known lengths are declared, and a body of a wrong length aborts the message. A panic of
/// the app is a panic of the test.
///
/// It works in any test; an async one is blocked meanwhile. Methods panic if their arguments are
/// invalid, with the caller's location.
///
/// # Examples
///
/// ```
/// use doorway::testing::TestClient;
/// use doorway::{Request, Service};
///
/// fn app() -> impl Service {
///     |request: Request| async move { format!("You asked for {}", request.uri().path()) }
/// }
///
/// let client = TestClient::new(app());
/// let response = client.get("/planets").send();
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.text(), "You asked for /planets");
///
/// for request in [client.put("/"), client.patch("/"), client.delete("/"), client.options("/")] {
///     assert_eq!(request.send().text(), "You asked for /");
/// }
/// assert_eq!(client.head("/").send().text(), "");
/// ```
#[derive(Clone)]
#[doc(alias("TestServer", "mock", "oneshot"))]
pub struct TestClient {
    pub(super) app: Rc<App>,
    base: Origin,
    pub(super) host: Rc<TestHost>,
}

impl TestClient {
    /// Creates a client of an app.
    pub fn new<M>(app: impl IntoService<M>) -> Self {
        Self::of(App::of_service(app.into_service()))
    }

    /// Creates a client of a handler, such as an `async fn` under
    /// [`#[http_handler]`](crate::http_handler).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http_handler;
    /// use doorway::testing::TestClient;
    ///
    /// #[http_handler]
    /// async fn hello() -> &'static str {
    ///     "Hello, world!"
    /// }
    ///
    /// # fn main() {
    /// let client = TestClient::for_handler(hello);
    /// assert_eq!(client.get("/").send().text(), "Hello, world!");
    /// # }
    /// ```
    pub fn for_handler<T: 'static>(handler: impl Handler<T>) -> Self {
        Self::of(App::of_handler(handler))
    }

    /// Creates a client of an app that is warmed, as by `doorway build --warm`: the app is built here, and what is to be
    /// [ready](crate::warm()) is prepared.
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// use doorway::testing::TestClient;
    /// use doorway::{Router, task};
    ///
    /// fn app() -> Router {
    ///     task::spawn(async { println!("too early") });
    ///     Router::new()
    /// }
    ///
    /// TestClient::warm(app); // the app spawns a task while it is warmed
    /// ```
    ///
    /// # Panics
    ///
    /// If the app calls on its host meanwhile by this crate, or spawns a task: a component that does so cannot be
    /// warmed. Calls by std or another crate, such as `SystemTime::now()`, are found by `doorway build --warm` only.
    pub fn warm<M, A: IntoService<M>>(build: impl FnOnce() -> A) -> Self {
        let warming = Warming::begin();
        let app = build().into_service();
        drop(warming);
        Self::of(App::of_service(app))
    }

    fn of(app: App) -> Self {
        Self { app: Rc::new(app), base: origin("http://test.local"), host: Rc::default() }
    }

    /// Sets the scheme and authority of requests. Default: `http://test.local`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::testing::TestClient;
    ///
    /// let app = |request: Request| async move { request.uri().to_string() };
    /// let client = TestClient::new(app).base_url("https://shop.example");
    /// assert_eq!(client.get("/cart").send().text(), "https://shop.example/cart");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is not `http://` or `https://` with a host and optionally a port.
    #[track_caller]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base = origin(url.as_ref());
        self
    }

    /// Adds a service that answers the requests that the app [sends](crate::client) to a scheme and
    /// authority, or replaces the one for these.
    ///
    /// Upstreams may call one another. Bodies are streamed, and time limits apply. A request to an
    /// unknown upstream fails with an error of kind [`Connection`](crate::ErrorKind::Connection)
    /// that names its URL and the known upstreams.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Request, client};
    ///
    /// async fn app(request: Request) -> Result<client::Response, client::Error> {
    ///     client::get(format!("https://api.example{}", request.uri().path())).send().await
    /// }
    ///
    /// let api = |request: Request| async move { format!("{} seen", request.uri().path()) };
    /// let client = TestClient::new(app).upstream("https://api.example", api);
    /// assert_eq!(client.get("/planets").send().text(), "/planets seen");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is not `http://` or `https://` with a host and optionally a port.
    #[track_caller]
    #[doc(alias("mock", "wiremock"))]
    pub fn upstream(mut self, url: impl AsRef<str>, service: impl Service + 'static) -> Self {
        Rc::make_mut(&mut self.host).upstreams.add(origin(url.as_ref()), service);
        self
    }

    /// Adds an upstream that cannot be reached: each request to it fails with the code. One that
    /// fails sometimes answers with an [`UpstreamError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{ErrorCode, Request, client};
    ///
    /// async fn app(_: Request) -> Result<client::Response, client::Error> {
    ///     client::get("https://down.example/").send().await
    /// }
    ///
    /// let client = TestClient::new(app)
    ///     .upstream_error("https://down.example", ErrorCode::ConnectionRefused);
    /// assert_eq!(client.get("/").send().status(), 502);
    /// ```
    ///
    /// # Panics
    ///
    /// If it is not `http://` or `https://` with a host and optionally a port.
    #[track_caller]
    pub fn upstream_error(self, url: impl AsRef<str>, code: ErrorCode) -> Self {
        self.upstream(url, move |_: Request| {
            let code = code.clone();
            async move { UpstreamError(code) }
        })
    }

    /// Runs a future and the tasks it spawns to completion; the [upstreams](Self::upstream) answer
    /// its requests.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Request, client};
    ///
    /// async fn planets() -> Result<String, client::Error> {
    ///     client::get("https://api.example/planets").send().await?.text().await
    /// }
    ///
    /// let api = |_: Request| async { "Earth, Mars" };
    /// let client = TestClient::new(|_: Request| async {}).upstream("https://api.example", api);
    /// assert_eq!(client.block_on(planets()).unwrap(), "Earth, Mars");
    /// ```
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let mut tasks = run_loop::new(&self.host);
        let output = run_loop::block_on(tasks.beside(pin!(future)));
        run_loop::block_on(tasks.finish());
        output
    }

    /// Creates a request of any method.
    ///
    /// A path begins with `/`, or is `*`; it and its query are sent unchanged, even if they are not
    /// valid in a URI. A whole URL sets the authority too.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Request;
    /// use doorway::testing::TestClient;
    ///
    /// let app = |request: Request| async move { request.method().to_string() };
    /// let client = TestClient::new(app);
    /// assert_eq!(client.request("PROPFIND", "/files").send().text(), "PROPFIND");
    /// ```
    ///
    /// # Panics
    ///
    /// If the method is invalid, or the path is neither a path nor a URL.
    #[track_caller]
    pub fn request<M>(&self, method: M, path: impl AsRef<str>) -> TestRequest
    where
        M: TryInto<Method, Error: Display>,
    {
        let method = match method.try_into() {
            Ok(method) => method,
            Err(error) => panic!("invalid method: {error}"),
        };
        TestRequest::new(self.clone(), method, &self.base, path.as_ref())
    }

    /// Sends a request that was built elsewhere. Default authority: the client's.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{Body, Request};
    ///
    /// let client = TestClient::new(|_: Request| async { "Hello!" });
    /// let request = Request::builder().uri("/").body(Body::empty())?;
    /// assert_eq!(client.execute(request).text(), "Hello!");
    /// # Ok::<(), doorway::http::Error>(())
    /// ```
    #[track_caller]
    pub fn execute(&self, request: impl Into<Request>) -> TestResponse {
        let (parts, body) = request.into().into_parts();
        let uri: &Uri = &parts.uri;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let base = Origin::of(uri).unwrap_or_else(|| self.base.clone());
        TestRequest::new(self.clone(), parts.method, &base, path)
            .headers(parts.headers.into_inner())
            .body(body)
            .send()
    }

    /// Lets the app answer.
    pub(super) fn serve(&self, request: Request, what: String) -> TestResponse {
        let mut tasks = run_loop::new(&self.host);
        let response = run_loop::block_on(tasks.beside(pin!(self.app.answer(request))));
        TestResponse::new(what, tasks, response)
    }
}

macro_rules! methods {
    ($($name:ident $method:ident;)*) => {$(
        #[doc = concat!("Creates a `", stringify!($method), "` request for a path, which may have a query;")]
        /// see [`request`](Self::request).
        #[track_caller]
        pub fn $name(&self, path: impl AsRef<str>) -> TestRequest {
            self.request(Method::$method, path)
        }
    )*};
}

impl TestClient {
    methods! { get GET; post POST; put PUT; patch PATCH; delete DELETE; head HEAD; options OPTIONS; }
}

impl fmt::Debug for TestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClient")
            .field("base_url", &format_args!("{}", self.base))
            .field("upstreams", &self.host.upstreams.origins())
            .finish_non_exhaustive()
    }
}
