//! Which handler answers which method: [`get`], [`post`] and the others start a [`MethodRouter`],
//! and its methods of the same names go on.
//!
//! # Examples
//!
//! ```
//! use doorway::routing::{any, get};
//! use doorway::{Router, http::Method, testing::TestClient};
//!
//! let app: Router = Router::new()
//!     .route("/planets", get("a list").post("added").delete("removed"))
//!     .route("/method", any(async |method: Method| method.to_string()));
//!
//! let client = TestClient::new(app);
//! assert_eq!(client.delete("/planets").send().text(), "removed");
//! assert_eq!(client.put("/planets").send().status(), 405);
//! assert_eq!(client.put("/method").send().text(), "PUT");
//! ```
//!
//! Paths and their syntax are those of [`Router`], typed paths those of [`TypedPath`] and
//! [`RouterExt`]. [`Resource`] adds the seven routes of a collection at once.

mod resource;
mod router_ext;
mod typed;
pub(crate) mod vpath;

#[doc(no_inline)]
pub use crate::router::Router;
pub use crate::router::{MethodFilter, MethodRouter};
#[cfg(feature = "tower")]
pub use crate::tower::{IntoMakeService, RouterAsService, RouterIntoService};
use crate::{Handler, IntoService};

#[cfg(feature = "macros")]
pub use doorway_macros::TypedPath;
pub use resource::Resource;
pub use router_ext::RouterExt;
#[cfg(any(feature = "query", feature = "form"))]
pub use typed::WithQueryParams;
pub use typed::{SecondElementIs, TypedPath};

macro_rules! methods {
    ($($name:ident $service:ident $filter:ident;)*) => {
        $(
            #[doc = concat!("Answers `", stringify!($filter), "` with a handler.")]
            ///
            /// # Examples
            ///
            /// ```
            /// use doorway::{Router, http::Method, routing, testing::TestClient};
            ///
            #[doc = concat!("let app: Router = Router::new().route(\"/\", routing::", stringify!($name), "(async || \"done\"));")]
            #[doc = concat!("let response = TestClient::new(app).request(Method::", stringify!($filter), ", \"/\").send();")]
            /// assert_eq!(response.status(), 200);
            /// ```
            pub fn $name<H: Handler<T, S>, T: 'static, S: 'static>(handler: H) -> MethodRouter<S> {
                on(MethodFilter::$filter, handler)
            }

            #[doc = concat!("Answers `", stringify!($filter), "` with a [service](crate::Service).")]
            ///
            /// # Examples
            ///
            /// ```
            /// use doorway::{Request, Router, http::Method, routing, testing::TestClient};
            ///
            /// let service = async |_: Request| "done";
            #[doc = concat!("let app: Router = Router::new().route(\"/\", routing::", stringify!($service), "(service));")]
            #[doc = concat!("let response = TestClient::new(app).request(Method::", stringify!($filter), ", \"/\").send();")]
            /// assert_eq!(response.status(), 200);
            /// ```
            pub fn $service<S: 'static, M>(service: impl IntoService<M>) -> MethodRouter<S> {
                on_service(MethodFilter::$filter, service)
            }
        )*

        impl<S: 'static> MethodRouter<S> {
            $(
                #[doc = concat!("Answers `", stringify!($filter), "` with a handler.")]
                ///
                /// # Examples
                ///
                /// ```
                /// use doorway::{Router, http::Method, routing::MethodRouter, testing::TestClient};
                ///
                #[doc = concat!("let methods = MethodRouter::new().", stringify!($name), "(async || \"done\");")]
                /// let client = TestClient::new(Router::<()>::new().route("/", methods));
                #[doc = concat!("assert_eq!(client.request(Method::", stringify!($filter), ", \"/\").send().status(), 200);")]
                /// ```
                ///
                /// # Panics
                ///
                /// If the method has a handler already; the message names the line of the call.
                #[track_caller]
                pub fn $name<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
                    self.on(MethodFilter::$filter, handler)
                }

                #[doc = concat!("Answers `", stringify!($filter), "` with a [service](crate::Service).")]
                ///
                /// # Examples
                ///
                /// ```
                /// use doorway::{Request, Router, http::Method, routing::MethodRouter, testing::TestClient};
                ///
                /// let service = async |_: Request| "done";
                #[doc = concat!("let methods = MethodRouter::new().", stringify!($service), "(service);")]
                /// let client = TestClient::new(Router::<()>::new().route("/", methods));
                #[doc = concat!("assert_eq!(client.request(Method::", stringify!($filter), ", \"/\").send().status(), 200);")]
                /// ```
                ///
                /// # Panics
                ///
                /// If the method has a handler already; the message names the line of the call.
                #[track_caller]
                pub fn $service<M>(self, service: impl IntoService<M>) -> Self {
                    self.on_service(MethodFilter::$filter, service)
                }
            )*
        }
    };
}

methods! {
    get get_service GET;
    head head_service HEAD;
    post post_service POST;
    put put_service PUT;
    patch patch_service PATCH;
    delete delete_service DELETE;
    options options_service OPTIONS;
    connect connect_service CONNECT;
    trace trace_service TRACE;
}

/// Answers the methods of a filter with a handler.
///
/// # Examples
///
/// ```
/// use doorway::routing::{MethodFilter, on};
/// use doorway::{Router, testing::TestClient};
///
/// let filter = MethodFilter::PUT.or(MethodFilter::PATCH);
/// let app: Router = Router::new().route("/", on(filter, "changed"));
/// let client = TestClient::new(app);
/// assert_eq!(client.patch("/").send().text(), "changed");
/// assert_eq!(client.post("/").send().status(), 405);
/// ```
pub fn on<H: Handler<T, S>, T: 'static, S: 'static>(
    filter: MethodFilter,
    handler: H,
) -> MethodRouter<S> {
    MethodRouter::starting(filter, handler)
}

/// Answers the methods of a filter with a [service](crate::Service).
///
/// # Examples
///
/// ```
/// use doorway::routing::{MethodFilter, on_service};
/// use doorway::{Request, Router, testing::TestClient};
///
/// let service = |_: Request| async { "changed" };
/// let app: Router = Router::new().route("/", on_service(MethodFilter::PUT, service));
/// assert_eq!(TestClient::new(app).put("/").send().text(), "changed");
/// ```
pub fn on_service<S: 'static, M>(
    filter: MethodFilter,
    service: impl IntoService<M>,
) -> MethodRouter<S> {
    MethodRouter::new().on_service(filter, service)
}

/// Answers any method with a handler, those that are in no standard too.
///
/// # Examples
///
/// ```
/// use doorway::{Router, http::Method, routing::any};
///
/// let app: Router = Router::new().route("/", any(|method: Method| async move { method.to_string() }));
/// ```
pub fn any<H: Handler<T, S>, T: 'static, S: 'static>(handler: H) -> MethodRouter<S> {
    MethodRouter::new().fallback(handler)
}

/// Answers any method with a [service](crate::Service).
///
/// # Examples
///
/// ```
/// use doorway::{Request, Router, routing::any_service, testing::TestClient};
///
/// let service = |request: Request| async move { request.method().to_string() };
/// let app: Router = Router::new().route("/", any_service(service));
/// assert_eq!(TestClient::new(app).patch("/").send().text(), "PATCH");
/// ```
pub fn any_service<S: 'static, M>(service: impl IntoService<M>) -> MethodRouter<S> {
    MethodRouter::new().fallback_service(service)
}
