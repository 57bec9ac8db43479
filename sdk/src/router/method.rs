//! [`MethodRouter`]: the handlers of one path, by method.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::boxed;
use super::endpoint::{Change, Endpoint};
use super::filter::MethodFilter;
use super::methods::Methods;
use crate::middleware::Layer;
use crate::{Handler, IntoService};

/// The handlers of one path, by method.
///
/// Other methods are answered with 405, and an `allow` field that lists those with a handler
/// ([RFC 9110, 15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6)). `HEAD` is answered
/// by the handler of `GET` without the content, and `OPTIONS` with 204 and `allow`, unless they
/// have handlers of their own.
///
/// # Examples
///
/// ```
/// use doorway::Router;
/// use doorway::routing::{MethodRouter, get};
///
/// let planets: MethodRouter = get(|| async { "all planets" }).post(|| async { "a new one" });
/// let app = Router::new().route("/planets", planets);
/// # let _: Router = app;
/// ```
///
/// All methods, and a filter of several of them:
///
/// ```
/// use doorway::routing::{MethodFilter, MethodRouter};
/// use doorway::{http::Method, testing::TestClient, Router};
///
/// let methods = MethodRouter::new()
///     .get("read")
///     .put("put in its place")
///     .patch("changed in part")
///     .delete("gone")
///     .options("all of them")
///     .on(MethodFilter::POST.or(MethodFilter::TRACE), "one of two");
///
/// let client = TestClient::new(Router::<()>::new().route("/", methods));
/// assert_eq!(client.patch("/").send().text(), "changed in part");
/// assert_eq!(client.request(Method::TRACE, "/").send().text(), "one of two");
/// ```
#[must_use]
pub struct MethodRouter<S = ()> {
    pub(super) methods: Methods,
    state: PhantomData<fn(S)>,
}

impl<S: 'static> MethodRouter<S> {
    /// Creates a method router without handlers.
    pub fn new() -> Self {
        Methods::default().into()
    }

    pub(crate) fn starting<H: Handler<T, S>, T: 'static>(filter: MethodFilter, handler: H) -> Self {
        Methods::of(filter, Endpoint::new(boxed::handler(handler))).into()
    }

    /// Adds a handler for the methods of a filter.
    ///
    /// # Panics
    ///
    /// If one of them has a handler already; the message names the line of the call.
    #[track_caller]
    pub fn on<H: Handler<T, S>, T: 'static>(self, filter: MethodFilter, handler: H) -> Self {
        self.with(filter, Endpoint::new(boxed::handler(handler)))
    }

    /// As [`on`](Self::on), with a [service](IntoService).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::routing::{MethodFilter, get};
    /// use doorway::{Request, Router, testing::TestClient};
    ///
    /// let changed = async |request: Request| format!("{} it is", request.method());
    /// let methods = get("read").on_service(MethodFilter::PUT.or(MethodFilter::PATCH), changed);
    /// let app: Router = Router::new().route("/", methods);
    /// assert_eq!(TestClient::new(app).patch("/").send().text(), "PATCH it is");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`on`](Self::on).
    #[track_caller]
    pub fn on_service<M>(self, filter: MethodFilter, service: impl IntoService<M>) -> Self {
        self.with(filter, Endpoint::new(boxed::service(Rc::new(service.into_service()))))
    }

    #[track_caller]
    fn with(mut self, filter: MethodFilter, endpoint: Endpoint) -> Self {
        self.methods.add(filter, endpoint);
        self
    }

    /// Answers the methods that have no handler, `OPTIONS` among them, in place of a 405. A response
    /// with status 405 is given `allow`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::{Method, StatusCode};
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// async fn refused(method: Method) -> (StatusCode, String) {
    ///     (StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not for this page"))
    /// }
    ///
    /// let app: Router = Router::new().route("/", get("a page").fallback(refused));
    /// let response = TestClient::new(app).delete("/").send();
    /// assert_eq!(response.header("allow"), Some("GET, HEAD, OPTIONS"));
    /// assert_eq!(response.text(), "DELETE is not for this page");
    /// ```
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        let endpoint = Endpoint::new(boxed::handler(handler));
        self.methods.extra.get_or_insert_default().fallback = Some(endpoint);
        self
    }

    /// As [`fallback`](Self::fallback), with a [service](IntoService).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, Router, routing::get, testing::TestClient};
    ///
    /// let others = async |request: Request| format!("{}, too", request.method());
    /// let app: Router = Router::new().route("/", get("read").fallback_service(others));
    /// assert_eq!(TestClient::new(app).put("/").send().text(), "PUT, too");
    /// ```
    pub fn fallback_service<M>(mut self, service: impl IntoService<M>) -> Self {
        let endpoint = Endpoint::new(boxed::service(Rc::new(service.into_service())));
        self.methods.extra.get_or_insert_default().fallback = Some(endpoint);
        self
    }

    /// Adds the handlers of another one.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::{get, post}, testing::TestClient};
    ///
    /// let reading = get("read");
    /// let writing = post("written");
    /// let app: Router = Router::new().route("/", reading.merge(writing));
    /// assert_eq!(TestClient::new(app).post("/").send().text(), "written");
    /// ```
    ///
    /// # Panics
    ///
    /// If both have a handler for a method, or a fallback; the message names the line of the call.
    #[track_caller]
    pub fn merge(mut self, other: Self) -> Self {
        let Methods { filter, first, extra, .. } = other.methods;
        if let Some(first) = first {
            self.methods.add(filter, first);
        }
        let Some(extra) = extra else { return self };
        for (filter, endpoint) in extra.endpoints {
            self.methods.add(filter, endpoint);
        }
        if let Some(fallback) = extra.fallback {
            let own = self.methods.extra.get_or_insert_default();
            assert!(own.fallback.is_none(), "two method routers with a fallback cannot be merged");
            own.fallback = Some(fallback);
        }
        self
    }

    /// Puts a middleware around all handlers so far, and around the answer to methods that have
    /// none.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::DefaultBodyLimit;
    /// use doorway::{Router, routing::post, testing::TestClient};
    ///
    /// let notes = post(async |text: String| text).layer(DefaultBodyLimit::max(3));
    /// let client = TestClient::new(Router::<()>::new().route("/notes", notes));
    /// assert_eq!(client.post("/notes").body("short").send().status(), 413);
    /// ```
    pub fn layer(mut self, layer: impl Layer) -> Self {
        let mut change = Change::layer(layer.into_layer());
        self.methods.change(&mut change);
        change.apply(&mut self.methods.around);
        self
    }

    /// Puts a middleware around all handlers so far, and not around the answer to methods that
    /// have none.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::middleware::map_response;
    /// use doorway::{Response, Router, routing::get, testing::TestClient};
    ///
    /// let counted = map_response(async |response: Response| ([("x-counted", "yes")], response));
    /// let app: Router = Router::new().route("/", get("Hello").route_layer(counted));
    ///
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/").send().header("x-counted"), Some("yes"));
    /// // No handler answers it.
    /// assert_eq!(client.post("/").send().header("x-counted"), None);
    /// ```
    pub fn route_layer(mut self, layer: impl Layer) -> Self {
        self.methods.change(&mut Change::layer(layer.into_layer()));
        self
    }

    /// Gives the handlers their state.
    pub fn with_state<S2>(mut self, state: S) -> MethodRouter<S2> {
        if let Some(mut change) = Change::state(state) {
            self.methods.change(&mut change);
        }
        self.methods.into()
    }
}

impl<S> From<Methods> for MethodRouter<S> {
    fn from(methods: Methods) -> Self {
        Self { methods, state: PhantomData }
    }
}

impl<S> Clone for MethodRouter<S> {
    fn clone(&self) -> Self {
        self.methods.clone().into()
    }
}

impl<S: 'static> Default for MethodRouter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for MethodRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = self.methods.allowed();
        f.debug_tuple("MethodRouter").field(&format_args!("{allowed}")).finish()
    }
}
