//! [`RouterExt`]: routes by typed paths, and redirects for a slash at the end.

use std::borrow::Cow;

use http::StatusCode;

use super::{MethodFilter, MethodRouter, SecondElementIs, TypedPath, any, on};
use crate::extract::OriginalUri;
use crate::response::{IntoResponse, Redirect, Response};
use crate::{Handler, IntoService, Router};

/// Routes that a [`Router`] can do without: by the path of a handler's first argument, and with
/// redirects for a slash at the end.
///
/// # Examples
///
/// ```
/// use doorway::routing::{RouterExt, get};
/// use doorway::testing::TestClient;
/// use doorway::{Router, http::StatusCode};
///
/// let app: Router = Router::new().route_with_tsr("/planets", get(|| async { "Earth" }));
///
/// let response = TestClient::new(app).get("/planets/?page=2").send();
/// assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
/// assert_eq!(response.header("location"), Some("/planets?page=2"));
/// ```
///
/// A typed path has a handler for each method:
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use doorway::Router;
/// use doorway::routing::{RouterExt, TypedPath};
/// use doorway::testing::TestClient;
/// use serde::Deserialize;
///
/// #[derive(TypedPath, Deserialize)]
/// #[typed_path("/planets/{id}")]
/// struct Planet {
///     id: u32,
/// }
///
/// let app: Router = Router::new()
///     .typed_get(async |Planet { id }: Planet| format!("planet {id}"))
///     .typed_head(async |_: Planet| ())
///     .typed_post(async |_: Planet| "a moon for it")
///     .typed_put(async |_: Planet| "another one in its place")
///     .typed_patch(async |_: Planet| "changed")
///     .typed_delete(async |_: Planet| "gone")
///     .typed_options(async |_: Planet| "all of them")
///     .typed_trace(async |_: Planet| "as it came")
///     .typed_connect(async |_: Planet| "a way there");
///
/// assert_eq!(TestClient::new(app).patch("/planets/3").send().text(), "changed");
/// # }
/// ```
pub trait RouterExt<S>: Sized + sealed::Sealed {
    /// Answers `GET` with a handler, at the path of its first argument, a [`TypedPath`].
    ///
    /// # Panics
    ///
    /// As [`Router::route`]; so do its siblings.
    #[track_caller]
    fn typed_get<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `DELETE`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_delete<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `HEAD`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_head<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `OPTIONS`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_options<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `PATCH`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_patch<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `POST`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_post<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `PUT`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_put<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `TRACE`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_trace<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Answers `CONNECT`, as [`typed_get`](Self::typed_get).
    #[track_caller]
    fn typed_connect<H, T, P>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: SecondElementIs<P> + 'static,
        P: TypedPath;

    /// Adds a route, and one that redirects to it with 308: from the path with a slash at its end if
    /// it has none, and from the path without it if it has one. The query is kept. A path that browsers
    /// would read as another host's, such as `//example.com/`, is answered with 400.
    ///
    /// # Panics
    ///
    /// As [`Router::route`], for both routes, and if the path is `/`.
    #[track_caller]
    fn route_with_tsr(self, path: &str, methods: MethodRouter<S>) -> Self;

    /// As [`route_with_tsr`](Self::route_with_tsr), with a service.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, Router, routing::RouterExt, testing::TestClient};
    ///
    /// let planets = async |_: Request| "Earth";
    /// let app: Router = Router::new().route_service_with_tsr("/planets/", planets);
    /// let response = TestClient::new(app).get("/planets").send();
    /// assert_eq!(response.header("location"), Some("/planets/"));
    /// ```
    ///
    /// # Panics
    ///
    /// As [`route_with_tsr`](Self::route_with_tsr).
    #[track_caller]
    fn route_service_with_tsr<M>(self, path: &str, service: impl IntoService<M>) -> Self;
}

macro_rules! typed {
    ($($name:ident $filter:ident;)*) => {$(
        #[track_caller]
        fn $name<H, T, P>(self, handler: H) -> Self
        where
            H: Handler<T, S>,
            T: SecondElementIs<P> + 'static,
            P: TypedPath,
        {
            self.route(P::PATH, on(MethodFilter::$filter, handler))
        }
    )*};
}

impl<S: 'static> RouterExt<S> for Router<S> {
    typed! {
        typed_get GET;
        typed_delete DELETE;
        typed_head HEAD;
        typed_options OPTIONS;
        typed_patch PATCH;
        typed_post POST;
        typed_put PUT;
        typed_trace TRACE;
        typed_connect CONNECT;
    }

    #[track_caller]
    fn route_with_tsr(self, path: &str, methods: MethodRouter<S>) -> Self {
        let other = other(path);
        self.route(path.to_owned(), methods).route(other, any(redirect))
    }

    #[track_caller]
    fn route_service_with_tsr<M>(self, path: &str, service: impl IntoService<M>) -> Self {
        let other = other(path);
        self.route_service(path.to_owned(), service).route(other, any(redirect))
    }
}

/// The path that is redirected.
#[track_caller]
fn other(path: &str) -> String {
    assert!(path != "/", "the route `/` has no path without its slash to redirect from");
    switched(path).into_owned()
}

/// The path without the slash at its end, or with one.
fn switched(path: &str) -> Cow<'_, str> {
    match path.strip_suffix('/') {
        Some(path) => path.into(),
        None => format!("{path}/").into(),
    }
}

async fn redirect(OriginalUri(uri): OriginalUri) -> Response {
    // Browsers read `\` as `/`: https://url.spec.whatwg.org/#relative-state
    let path = switched(uri.path()).replace('\\', "%5C");
    // They would read the name of another host.
    if path.starts_with("//") {
        return StatusCode::BAD_REQUEST.into_response();
    }
    match uri.query() {
        Some(query) => Redirect::permanent(&format!("{path}?{query}")).into_response(),
        None => Redirect::permanent(&path).into_response(),
    }
}

mod sealed {
    pub trait Sealed {}

    impl<S> Sealed for crate::Router<S> {}
}
