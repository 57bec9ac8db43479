//! [`Service`]: an app.

use std::error::Error as StdError;

use http::StatusCode;

use crate::error::Causes;
use crate::response::IntoResponse;
use crate::response::reply::Reply;
use crate::shown::log_line;
use crate::{Request, Response};

/// An app, which answers requests, as a plain `fn` under [`#[http_handler]`](crate::http_handler)
/// returns it.
///
/// Any closure from a [`Request`] to a future of something that is [`IntoResponse`] is one. It is
/// built once for the life of an instance and called for each request the host hands to that; a
/// service that keeps state between requests uses a `Cell` or a `RefCell`, since there is one thread;
/// a borrow has to [end before an `.await`](crate::extract::State).
///
/// A `Result` of a service and an error is one, too: an app that cannot be built answers each
/// request of its instance with a bare 500, and the error goes to stderr.
///
/// # Examples
///
/// ```
/// use doorway::{Request, Service};
/// use std::cell::Cell;
///
/// fn app() -> impl Service {
///     let served = Cell::new(0);
///     move |_: Request| {
///         served.set(served.get() + 1);
///         let count = served.get();
///         async move { format!("request {count} of this instance") }
///     }
/// }
///
/// # doorway::testing::block_on(async {
/// let app = app();
/// app.call(Request::new("")).await;
/// let second = app.call(Request::new("")).await;
/// let body = second.into_body().collect_up_to(1024).await?;
/// assert_eq!(body.bytes(), "request 2 of this instance");
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot answer requests",
    label = "not a `Service`",
    note = "a plain `fn` under `#[http_handler]` builds the app and returns a `Service`, such as \
            a closure `|request: Request| async move {{ … }}`; to answer requests directly, make it \
            an `async fn`",
    note = "a `Router` of some state is one when it was given that by `with_state`",
    note = "a `Result<S, E>` is one if `S` is a `Service` and `E` a `std::error::Error`; \
            `doorway::Error::other` makes an error of anything"
)]
pub trait Service {
    /// Answers a request.
    fn call(&self, request: Request) -> impl Future<Output = Response>;
}

impl<F, Fut> Service for F
where
    F: Fn(Request) -> Fut,
    Fut: Future<Output: IntoResponse>,
{
    async fn call(&self, request: Request) -> Response {
        self(request).await.into_response()
    }
}

/// A value that [`Router::nest_service`](crate::Router::nest_service) and others like it take: a
/// [`Service`] or, with feature `tower`, a `tower_service::Service` over `http::Request<Body>` that is
/// `Clone`.
///
/// `M` tells the two apart and is always inferred. A [`Router`](crate::Router) is both; it is taken as
/// doorway's. A service of tower's that has one in itself, as `layer.layer(router)` has, is made one of
/// doorway's by `doorway::tower::from_tower`. The trait is sealed.
///
/// # Examples
///
/// ```
/// use doorway::{IntoService, Request, Router, testing::TestClient};
///
/// fn mounted<M>(service: impl IntoService<M>) -> Router {
///     Router::new().nest_service("/old", service)
/// }
///
/// let app = mounted(|request: Request| async move { request.uri().path().to_owned() });
/// assert_eq!(TestClient::new(app).get("/old/page").send().text(), "/page");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot answer requests",
    label = "not a service",
    note = "a service is a `doorway::Service`, such as a `Router` that was given its state or a closure \
            `|request: Request| async move {{ … }}`",
    note = "with doorway's feature `tower` it may be a `tower_service::Service` over \
            `http::Request<doorway::Body>` that is `Clone`; one around a `Router` of doorway's is \
            passed through `doorway::tower::from_tower`"
)]
pub trait IntoService<M>: sealed::IntoService<M> {}

#[diagnostic::do_not_recommend]
impl<S: sealed::IntoService<M>, M> IntoService<M> for S {}

pub(crate) mod sealed {
    use super::Service;

    pub trait IntoService<M> {
        type Service: Service + 'static;

        fn into_service(self) -> Self::Service;
    }
}

/// Markers that tell two blanket impls of [`IntoService`] apart.
pub(crate) mod via {
    /// Is a service.
    #[derive(Debug)]
    pub enum Own {}

    /// Is a service of tower's.
    #[cfg(feature = "tower")]
    #[derive(Debug)]
    pub enum Tower {}
}

#[diagnostic::do_not_recommend]
impl<S: Service + 'static> sealed::IntoService<via::Own> for S {
    type Service = S;

    fn into_service(self) -> S {
        self
    }
}

/// An app that may fail to be built, when its client has a wrong base URL for example. Then each
/// request is answered with a bare 500, and the error and its sources are written to stderr.
///
/// # Examples
///
/// ```
/// use doorway::client::{self, Client};
/// use doorway::testing::TestClient;
/// use doorway::{Router, http_handler};
///
/// #[http_handler]
/// fn app() -> Result<Router, client::Error> {
///     let client = Client::builder().base_url("api.example").build()?;
///     Ok(Router::new().with_state(client))
/// }
/// # fn main() {
///
/// assert_eq!(TestClient::new(app()).get("/").send().status(), 500);
/// # }
/// ```
#[diagnostic::do_not_recommend]
impl<S: Service, E: StdError + 'static> Service for Result<S, E> {
    async fn call(&self, request: Request) -> Response {
        match self {
            Ok(app) => app.call(request).await,
            Err(error) => not_built(error).into_response(),
        }
    }
}

/// Answers in the place of an app. Each answer has its line, as those of other errors have.
#[cold]
fn not_built(error: &(dyn StdError + 'static)) -> Reply {
    log_line!("doorway: answered 500: the app could not be built{}", Causes(Some(error)));
    Reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
}
