//! Routers in routers.

use std::rc::Rc;

use super::endpoint::{Change, Endpoint};
use super::find::Route;
use super::inner::{Inner, RouterExtras};
use super::methods::Methods;
use super::{Router, boxed};
use crate::IntoService;
use crate::middleware::LayerKind;
use crate::pattern::{TAIL, join, segments};

/// Returns the prefix of a nested service whose route this is.
pub(super) fn without_tail(route: &str) -> Option<&str> {
    route.strip_suffix('}')?.strip_suffix(TAIL)?.strip_suffix("/{*")
}

impl<S: 'static> Router<S> {
    /// Adds the routes of another router below a path.
    ///
    /// Its handlers and layers see the path without the prefix; [`OriginalUri`] has all of it, and
    /// [`Path`] the parameters of the prefix too. Its fallback answers paths below the prefix that no
    /// route matches, with the parameters of the prefix; without one, this router's does. Its route
    /// `/` is the prefix itself, without a slash at the end.
    ///
    /// [`OriginalUri`]: crate::extract::OriginalUri
    /// [`Path`]: crate::extract::Path
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Path;
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// let moons = Router::new()
    ///     .route("/", get("all moons"))
    ///     .route("/{moon}", get(async |Path((planet, moon)): Path<(String, String)>| {
    ///         format!("{moon} of {planet}")
    ///     }));
    ///
    /// let app: Router = Router::new().nest("/planets/{planet}/moons", moons);
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/planets/mars/moons").send().text(), "all moons");
    /// assert_eq!(client.get("/planets/mars/moons/deimos").send().text(), "deimos of mars");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`route`](Router::route), if the prefix is empty or `/`, and if it contains `{*name}`; the
    /// message names the line of the call.
    #[track_caller]
    #[doc(alias("prefix", "scope"))]
    pub fn nest(mut self, prefix: &str, router: Self) -> Self {
        check_prefix(prefix);
        let mut router = router;
        let mut strip = strip(prefix);
        router.change(&mut strip);
        let Inner { table, extras } = router.into_inner();
        let inner = self.inner_mut();
        for Route { path, mut methods, .. } in table.into_routes() {
            if methods.around.is_some() {
                strip.apply(&mut methods.around);
            }
            inner.table.push(join(prefix, &path), methods);
        }
        let RouterExtras { fallback, nested_fallbacks, .. } =
            extras.map(|extras| *extras).unwrap_or_default();
        for (inner_prefix, endpoint) in nested_fallbacks {
            let prefix = join(prefix, &inner_prefix).into_owned();
            inner.extras_mut().add_nested_fallback(prefix, endpoint);
        }
        if let Some(endpoint) = fallback {
            let prefix = prefix.trim_end_matches('/').to_owned();
            inner.extras_mut().add_nested_fallback(prefix, endpoint);
        }
        self
    }

    /// Gives everything below a path to a [service](IntoService), which sees it without the prefix.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Request, Router, testing::TestClient};
    ///
    /// let files = async |request: Request| format!("the file {}", request.uri().path());
    /// let app: Router = Router::new().nest_service("/files", files);
    /// assert_eq!(TestClient::new(app).get("/files/a.txt").send().text(), "the file /a.txt");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`nest`](Router::nest).
    #[track_caller]
    pub fn nest_service<M>(mut self, prefix: &str, service: impl IntoService<M>) -> Self {
        check_prefix(prefix);
        let service = Rc::new(service.into_service());
        let mut change = strip(prefix);
        let prefix = prefix.trim_end_matches('/');
        for path in [prefix.to_owned(), format!("{prefix}/"), format!("{prefix}/{{*{TAIL}}}")] {
            let mut endpoint = Endpoint::new(boxed::service(service.clone()));
            change.apply(&mut endpoint.around);
            self.inner_mut().table.push(path.into(), Methods::of_fallback(endpoint));
        }
        self
    }

    /// Adds the routes of another router, and its fallback if this one has none.
    ///
    /// Layers of the other stay around its routes and its fallback. The answer to paths that no route
    /// matches has the layers of this router around it or, if this one is empty, those of the other.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// fn planets() -> Router {
    ///     Router::new().route("/planets", get("Earth"))
    /// }
    ///
    /// fn moons() -> Router {
    ///     Router::new().route("/moons", get("Luna"))
    /// }
    ///
    /// let client = TestClient::new(planets().merge(moons()));
    /// assert_eq!(client.get("/planets").send().text(), "Earth");
    /// assert_eq!(client.get("/moons").send().text(), "Luna");
    /// ```
    ///
    /// # Panics
    ///
    /// As [`route`](Router::route), and if both have a fallback; the message names the line of the
    /// call.
    #[track_caller]
    pub fn merge(mut self, other: impl Into<Router<S>>) -> Self {
        let Inner { table, extras } = other.into().into_inner();
        let inner = self.inner_mut();
        if let Some(extras) = extras {
            let RouterExtras { fallback, nested_fallbacks, not_found_around, .. } = *extras;
            let is_first = inner.table.len() == 0;
            let own = inner.extras_mut();
            if fallback.is_some() {
                assert!(own.fallback.is_none(), "two routers with a fallback cannot be merged");
                own.fallback = fallback;
            }
            if own.not_found_around.is_none() && is_first {
                own.not_found_around = not_found_around;
            }
            for (prefix, endpoint) in nested_fallbacks {
                own.add_nested_fallback(prefix, endpoint);
            }
        }
        for Route { path, methods, .. } in table.into_routes() {
            inner.table.push(path, methods);
        }
        self
    }
}

#[track_caller]
fn check_prefix(prefix: &str) {
    assert!(prefix.starts_with('/'), "the prefix `{prefix}` does not start with `/`");
    let is_root = prefix.trim_end_matches('/').is_empty();
    assert!(!is_root, "nothing is nested at `/`: use `merge` or `fallback_service`");
    let catches_all = prefix.replace("{{", "").contains("{*");
    assert!(!catches_all, "the prefix `{prefix}` contains `{{*`, which matches all");
}

fn strip(prefix: &str) -> Change {
    let segments = segments(prefix.trim_end_matches('/'));
    Change::layer(LayerKind::Change(|request, segments| request.parts.strip(segments), segments))
}
