//! Which handler answers which method: [`get`], [`post`] and the others start a [`MethodRouter`],
//! and its methods of the same names go on.

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
            pub fn $name<H: Handler<T, S>, T: 'static, S: 'static>(handler: H) -> MethodRouter<S> {
                on(MethodFilter::$filter, handler)
            }

            #[doc = concat!("Answers `", stringify!($filter), "` with a [service](crate::Service).")]
            pub fn $service<S: 'static, M>(service: impl IntoService<M>) -> MethodRouter<S> {
                on_service(MethodFilter::$filter, service)
            }
        )*

        impl<S: 'static> MethodRouter<S> {
            $(
                #[doc = concat!("Answers `", stringify!($filter), "` with a handler.")]
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
pub fn on<H: Handler<T, S>, T: 'static, S: 'static>(
    filter: MethodFilter,
    handler: H,
) -> MethodRouter<S> {
    MethodRouter::starting(filter, handler)
}

/// Answers the methods of a filter with a [service](crate::Service).
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
pub fn any_service<S: 'static, M>(service: impl IntoService<M>) -> MethodRouter<S> {
    MethodRouter::new().fallback_service(service)
}
