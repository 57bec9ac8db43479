//! [`Router`]: an app of handlers by path.

use std::fmt;
use std::marker::{PhantomData, PhantomPinned};
use std::rc::Rc;

mod answers;
mod boxed;
pub(crate) mod connect_info;
mod dispatch;
mod endpoint;
mod fallback;
mod filter;
mod find;
mod inner;
mod layers;
mod method;
#[cfg(feature = "tower")]
mod method_service;
mod methods;
mod nest;
mod route_path;

pub use filter::MethodFilter;
pub use method::MethodRouter;
pub use route_path::RoutePath;

pub(crate) use boxed::call;
use connect_info::IntoMakeServiceWithConnectInfo;
use endpoint::Change;
use find::Table;
use inner::Inner;

use crate::middleware::next;
use crate::response::reply::ReplyFuture;
use crate::{IntoResponse, IntoService, Request, Response, Service};

/// An app that answers each path with the handler of its route.
///
/// A route is a path of segments: `/planets` matches just that, `{name}` matches one segment or,
/// beside other text, the rest of one (`/{name}.json`), and `{*name}` matches all that is left, at
/// least one character. Of several routes that match, literal text goes before a parameter. A brace that
/// starts no parameter is written twice. Paths are compared before percent-decoding. `/planets` and `/planets/` are two paths: add both if both are to be answered.
///
/// A path that no route matches is answered with 404, a method that a route has no handler for with
/// 405 and `allow`, `HEAD` by the handler of `GET`, and `OPTIONS` with 204 and `allow`, unless there
/// is a handler or a [`fallback`](Router::fallback) for it.
///
/// Routes that exclude each other or are malformed panic when they are added, with the caller's
/// line: natively, so in any test that builds the app, and in a component that was built with debug
/// assertions. A component built for release spends neither time nor space on that: there the route
/// that was added first wins.
///
/// # Examples
///
/// ```
/// use doorway::extract::Path;
/// use doorway::{Router, http_handler, routing::get};
///
/// async fn hello(Path(name): Path<String>) -> String {
///     format!("Hello, {name}!")
/// }
///
/// #[http_handler]
/// fn app() -> Router {
///     Router::new().route("/hello/{name}", get(hello))
/// }
/// # fn main() {}
/// ```
///
/// # Threads
///
/// A router is neither `Send` nor `Sync`, since its handlers need not be: a `static` of type
/// `OnceLock<Router>` does not compile. It is not needed, as a `fn` under
/// [`#[http_handler]`](crate::http_handler) builds the app once for the life of an instance. Where a
/// program wants one place for it, that is a thread's, and a clone of a router is a cheap reference:
///
/// ```
/// use doorway::{Router, routing::get};
///
/// thread_local! {
///     static APP: Router = Router::new().route("/", get("Hello"));
/// }
///
/// fn app() -> Router {
///     APP.with(Router::clone)
/// }
/// # assert_eq!(doorway::testing::TestClient::new(app()).get("/").send().text(), "Hello");
/// ```
// rustc shows the line of the struct where a program wants it to be `Send` or `Sync`.
#[must_use]
#[rustfmt::skip]
pub struct Router<S = ()> { // There is one thread, use `thread_local!`: docs/from-axum.md#send
    inner: Rc<Inner>,
    /// Not `Unpin`, which tells it from the services of tower's that [`IntoService`] takes.
    state: PhantomData<(fn(S), PhantomPinned)>,
}

impl<S: 'static> Router<S> {
    /// Creates a router without routes, which answers 404.
    pub fn new() -> Self {
        // Field by field: an unused default would be made and dropped in each app, at 300 instructions.
        Inner { table: Table::new(), extras: None }.into()
    }

    /// Adds a route.
    ///
    /// The same path may be added several times, for other methods each time. A path that is made at
    /// run time may be given as a [`String`] or a reference to one: see [`RoutePath`].
    ///
    /// # Panics
    ///
    /// If the path is malformed or conflicts with another route, as [`Router`] says.
    #[inline(always)] // As `Table::push`.
    #[track_caller]
    pub fn route(mut self, path: impl Into<RoutePath>, methods: MethodRouter<S>) -> Self {
        self.inner_mut().table.push(path.into().0, methods.methods);
        self
    }

    /// Adds a route that a [service](IntoService) answers, for all methods.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{IntoResponse, Request, Response, Router, Service, testing::TestClient};
    ///
    /// #[derive(Default)]
    /// struct Echo;
    ///
    /// impl Service for Echo {
    ///     async fn call(&self, request: Request) -> Response {
    ///         format!("{} {}", request.method(), request.uri().path()).into_response()
    ///     }
    /// }
    ///
    /// let app: Router = Router::new().route_service("/echo/{*rest}", Echo);
    /// assert_eq!(TestClient::new(app).post("/echo/a/b").send().text(), "POST /echo/a/b");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`route`](Router::route).
    #[track_caller]
    pub fn route_service<M>(
        self,
        path: impl Into<RoutePath>,
        service: impl IntoService<M>,
    ) -> Self {
        self.route(path, MethodRouter::new().fallback_service(service))
    }

    /// Has no effect: paths in the syntax of axum 0.7, `/:name` and `/*name`, are not refused, and match
    /// just that.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// let app: Router = Router::new().without_v07_checks().route("/:name", get("literally"));
    /// assert_eq!(TestClient::new(app).get("/:name").send().text(), "literally");
    /// ```
    pub fn without_v07_checks(self) -> Self {
        self
    }

    /// Returns whether a route was added.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::get};
    ///
    /// let empty: Router = Router::new().fallback("nothing here");
    /// assert!(!empty.has_routes());
    /// assert!(empty.route("/", get("Hello")).has_routes());
    /// ```
    pub fn has_routes(&self) -> bool {
        self.inner.table.len() > 0
    }

    /// Gives the handlers their state.
    ///
    /// The router returned takes any state again: it can be served, or merged with or nested in
    /// others.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::State;
    /// use doorway::{Router, routing::get};
    /// use std::rc::Rc;
    ///
    /// async fn name(State(name): State<Rc<str>>) -> String {
    ///     name.to_string()
    /// }
    ///
    /// let app: Router = Router::new().route("/", get(name)).with_state("Earth".into());
    /// ```
    pub fn with_state<S2>(mut self, state: S) -> Router<S2> {
        if let Some(mut change) = Change::state(state) {
            self.change(&mut change);
        }
        Router { inner: self.inner, state: PhantomData }
    }
}

impl<S> Router<S> {
    /// Returns the contents to be changed; a copy if they are shared with another router.
    #[inline(always)] // As `Table::push`.
    fn inner_mut(&mut self) -> &mut Inner {
        Rc::make_mut(&mut self.inner)
    }

    fn into_inner(self) -> Inner {
        Rc::unwrap_or_clone(self.inner)
    }
}

impl Router {
    /// Returns the app as it is: [no host tells](crate::extract::connect_info) what is known of a
    /// connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, http_handler, routing::get};
    /// use doorway::extract::connect_info::IntoMakeServiceWithConnectInfo;
    /// use std::net::SocketAddr;
    ///
    /// #[http_handler]
    /// fn app() -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    ///     Router::new().route("/", get("Hello")).into_make_service_with_connect_info::<SocketAddr>()
    /// }
    /// # fn main() {}
    /// ```
    pub fn into_make_service_with_connect_info<C>(self) -> IntoMakeServiceWithConnectInfo<Self, C> {
        IntoMakeServiceWithConnectInfo::new(self)
    }

    /// Finds the endpoint for a request and lets it answer.
    pub(crate) fn reply(&self, mut request: Request) -> ReplyFuture<'_> {
        request.parts.enter_router();
        let endpoint = self.inner.find(&mut request.parts);
        next::run(&self.inner, endpoint, self.inner.layers(endpoint), request)
    }
}

impl Service for Router {
    async fn call(&self, request: Request) -> Response {
        self.reply(request).await.into_response()
    }
}

impl<S> From<Inner> for Router<S> {
    fn from(inner: Inner) -> Self {
        Self { inner: Rc::new(inner), state: PhantomData }
    }
}

impl<S> Clone for Router<S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), state: PhantomData }
    }
}

impl<S: 'static> Default for Router<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = self.inner.table.iter().map(|route| &route.path);
        f.debug_tuple("Router").field(&paths.collect::<Vec<_>>()).finish()
    }
}
