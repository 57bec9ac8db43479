//! [`NextComponent`]: the component behind a middleware that is a component.

use std::fmt;

use crate::port::NextHandler;
use crate::{IntoResponse, Request, Response, Service};

/// The component behind a middleware: `wasi:http/handler` as
/// [`#[http_middleware]`](crate::http_middleware) imports it.
///
/// It is a [`Service`], so a [`Router`](crate::Router) takes it as a route or as its fallback. An
/// unchanged request is passed on by the host, and so are an unread body and the body of the response.
///
/// If it fails, the response is 502 or 504, and the reason goes to stderr.
///
/// # Examples
///
/// ```
/// use doorway::middleware::NextComponent;
/// use doorway::testing::TestClient;
/// use doorway::{Request, Router, routing::get};
///
/// fn front(next: NextComponent) -> Router {
///     Router::new().route("/health", get(|| async { "well" })).fallback_service(next)
/// }
///
/// // In a test it is any service.
/// let next = NextComponent::from_service(|_: Request| async { "from behind" });
/// let client = TestClient::new(front(next));
/// assert_eq!(client.get("/health").send().text(), "well");
/// assert_eq!(client.get("/else").send().text(), "from behind");
/// ```
#[derive(Clone)]
pub struct NextComponent(NextHandler);

impl NextComponent {
    /// A service in the place of a component, for native tests.
    #[cfg(not(target_os = "wasi"))]
    pub fn from_service(service: impl Service + 'static) -> Self {
        Self(NextHandler::of(service))
    }

    /// The next component of this one.
    #[allow(dead_code, reason = "there is none on WASI 0.2")]
    pub(crate) fn of_handler(handler: NextHandler) -> Self {
        Self(handler)
    }
}

impl Service for NextComponent {
    async fn call(&self, request: Request) -> Response {
        match self.0.handle(request).await {
            Ok(response) => response,
            Err(error) => error.with_status_of_upstream().into_response(),
        }
    }
}

impl fmt::Debug for NextComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextComponent")
    }
}
