//! Middlewares around the routes of a router.

use super::Router;
use super::endpoint::Change;
use crate::middleware::Layer;

impl<S: 'static> Router<S> {
    /// Puts a middleware around all routes and the fallback added so far, and around the answers of
    /// the router itself. The last one added is the outermost.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::middleware::{Next, from_fn};
    /// use doorway::{Request, Response, Router, routing::get};
    ///
    /// async fn no_store(request: Request, next: Next) -> Response {
    ///     let mut response = next.run(request).await;
    ///     let value = const { doorway::http::HeaderValue::from_static("no-store") };
    ///     response.headers_mut().insert("cache-control", value);
    ///     response
    /// }
    ///
    /// let app: Router = Router::new().route("/", get("fresh")).layer(from_fn(no_store));
    /// ```
    #[doc(alias = "middleware")]
    pub fn layer(mut self, layer: impl Layer) -> Self {
        let mut change = Change::layer(layer.into_layer());
        self.change(&mut change);
        let inner = self.inner_mut();
        inner.table.iter_mut().for_each(|route| change.apply(&mut route.methods.around));
        change.apply(&mut inner.extras_mut().not_found_around);
        self
    }

    /// Puts a middleware around all routes added so far, and around nothing else: it sees no request
    /// that no route matches. It sees methods that a route has no handler for;
    /// [`MethodRouter::route_layer`](super::MethodRouter::route_layer) does not.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::middleware::map_response;
    /// use doorway::{Response, Router, routing::get, testing::TestClient};
    ///
    /// let counted = map_response(async |response: Response| ([("x-counted", "yes")], response));
    /// let app: Router = Router::new().route("/", get("Hello")).route_layer(counted);
    ///
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/").send().header("x-counted"), Some("yes"));
    /// assert_eq!(client.get("/missing").send().header("x-counted"), None);
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no route yet, since that would do nothing.
    #[track_caller]
    pub fn route_layer(mut self, layer: impl Layer) -> Self {
        assert!(
            self.inner_mut().table.len() > 0,
            "a `route_layer` before any route is around nothing"
        );
        let mut change = Change::layer(layer.into_layer());
        for route in self.inner_mut().table.iter_mut() {
            route.methods.change(&mut change);
            change.apply(&mut route.methods.around);
        }
        self
    }

    /// Changes all that is around handlers.
    pub(super) fn change(&mut self, change: &mut Change) {
        let inner = self.inner_mut();
        inner.table.iter_mut().for_each(|route| route.methods.change(change));
        let Some(extras) = &mut inner.extras else { return };
        let fallbacks = extras.nested_fallbacks.iter_mut().map(|(_, endpoint)| endpoint);
        fallbacks
            .chain(&mut extras.fallback)
            .for_each(|endpoint| change.apply(&mut endpoint.around));
    }
}
