//! Answers to requests that no route, or no method of one, is for.

use std::rc::Rc;

use super::endpoint::Endpoint;
use super::{Router, boxed};
use crate::{Handler, IntoService};

impl<S: 'static> Router<S> {
    /// Sets the handler for paths that no route matches. Default: 404.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::{StatusCode, Uri};
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// async fn not_found(uri: Uri) -> (StatusCode, String) {
    ///     (StatusCode::NOT_FOUND, format!("there is no {}", uri.path()))
    /// }
    ///
    /// let app: Router = Router::new().route("/", get("Hello")).fallback(not_found);
    /// let response = TestClient::new(app).get("/moon").send();
    /// assert_eq!(response.status(), 404);
    /// assert_eq!(response.text(), "there is no /moon");
    /// ```
    #[doc(alias("404", "not_found"))]
    pub fn fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        self.set_fallback(Endpoint::new(boxed::handler(handler)));
        self
    }

    /// As [`fallback`](Router::fallback), with a [service](IntoService).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, Router, testing::TestClient};
    ///
    /// let old_site = async |request: Request| format!("the old site's {}", request.uri().path());
    /// let app: Router = Router::new().fallback_service(old_site);
    /// assert_eq!(TestClient::new(app).get("/moon").send().text(), "the old site's /moon");
    /// ```
    pub fn fallback_service<M>(mut self, service: impl IntoService<M>) -> Self {
        self.set_fallback(Endpoint::new(boxed::service(Rc::new(service.into_service()))));
        self
    }

    /// Removes the fallback: paths that no route matches are answered with 404 again.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// let planets: Router = Router::new().route("/planets", get("Earth")).fallback("a page of planets");
    /// // Both have a fallback, and one router has one.
    /// let moons = Router::new().route("/moons", get("Luna")).fallback("a page of moons");
    /// let app = planets.merge(moons.reset_fallback());
    /// assert_eq!(TestClient::new(app).get("/comets").send().text(), "a page of planets");
    /// ```
    pub fn reset_fallback(mut self) -> Self {
        self.inner_mut().extras_mut().fallback = None;
        self
    }

    fn set_fallback(&mut self, endpoint: Endpoint) {
        self.inner_mut().extras_mut().fallback = Some(endpoint);
    }

    /// Sets the handler for methods that the routes added so far have none for. Default: 405.
    ///
    /// Routes with a fallback of their own keep it, and those of a nested router keep its.
    /// `OPTIONS` is still answered with 204. A response with status 405 is given `allow`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, http::StatusCode, routing::get, testing::TestClient};
    ///
    /// let app: Router = Router::new()
    ///     .route("/", get("Hello"))
    ///     .method_not_allowed_fallback((StatusCode::METHOD_NOT_ALLOWED, "read it, it cannot be changed"));
    ///
    /// let response = TestClient::new(app).put("/").send();
    /// assert_eq!(response.header("allow"), Some("GET, HEAD, OPTIONS"));
    /// assert_eq!(response.text(), "read it, it cannot be changed");
    /// ```
    pub fn method_not_allowed_fallback<H: Handler<T, S>, T: 'static>(mut self, handler: H) -> Self {
        let endpoint = Endpoint::new(boxed::handler(handler));
        for route in self.inner_mut().table.iter_mut() {
            route.methods.set_not_allowed(&endpoint);
        }
        self
    }
}
