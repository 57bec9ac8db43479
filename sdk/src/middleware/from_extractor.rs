//! [`from_extractor`]: an extractor as a middleware.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::{LayerKind, Middleware, Next, OwnLayer};
use crate::extract::FromRequestParts;
use crate::response::reply::ReplyFuture;
use crate::{IntoResponse, Request};

/// Makes a middleware of an extractor of the head: a request that it refuses is answered, and the
/// value of another one is dropped.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRequestParts;
/// use doorway::http::StatusCode;
/// use doorway::middleware::from_extractor;
/// use doorway::request::Parts;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
///
/// /// Refuses requests without the key.
/// struct HasKey;
///
/// impl<S> FromRequestParts<S> for HasKey {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
///         match parts.headers.get("x-key") {
///             Some(key) if key == "sesame" => Ok(Self),
///             _ => Err(StatusCode::UNAUTHORIZED),
///         }
///     }
/// }
///
/// let app: Router = Router::new()
///     .route("/", get(|| async { "inside" }))
///     .route_layer(from_extractor::<HasKey>());
/// let client = TestClient::new(app);
/// assert_eq!(client.get("/").send().status(), 401);
/// assert_eq!(client.get("/").header("x-key", "sesame").send().text(), "inside");
/// ```
pub fn from_extractor<E>() -> FromExtractorLayer<E, ()> {
    from_extractor_with_state(())
}

/// As [`from_extractor`], with a state for the extractor.
///
/// # Examples
///
/// ```
/// use doorway::extract::State;
/// use doorway::middleware::from_extractor_with_state;
/// use doorway::{Router, routing::get, testing::TestClient};
///
/// // Any extractor that may refuse requests can stand here instead of `State`.
/// let layer = from_extractor_with_state::<State<u32>, _>(42);
/// let app: Router = Router::new().route("/", get("inside")).layer(layer);
/// assert_eq!(TestClient::new(app).get("/").send().text(), "inside");
/// ```
pub fn from_extractor_with_state<E, S>(state: S) -> FromExtractorLayer<E, S> {
    FromExtractorLayer { state, extractor: PhantomData }
}

/// The layer that [`from_extractor`] makes.
#[must_use]
pub struct FromExtractorLayer<E, S> {
    state: S,
    extractor: PhantomData<fn() -> E>,
}

impl<E, S: Clone> Clone for FromExtractorLayer<E, S> {
    fn clone(&self) -> Self {
        from_extractor_with_state(self.state.clone())
    }
}

impl<E, S> fmt::Debug for FromExtractorLayer<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromExtractorLayer")
    }
}

impl<E, S> OwnLayer for FromExtractorLayer<E, S>
where
    E: FromRequestParts<S> + 'static,
    S: Clone + 'static,
{
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<E: FromRequestParts<S>, S> Middleware for FromExtractorLayer<E, S> {
    fn call(&self, mut request: Request, next: Next) -> ReplyFuture<'_> {
        Box::pin(async move {
            match E::from_request_parts(&mut request.parts, &self.state).await {
                Ok(_) => next.0.run(request).await,
                Err(rejection) => rejection.into_reply(),
            }
        })
    }
}
