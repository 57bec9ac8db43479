//! [`Resource`]: the routes that a collection of things usually has.

use super::{MethodFilter, MethodRouter, delete, get, on, post};
use crate::{Handler, Router};

/// The routes that a collection of things usually has: a list, each of its entries, and forms for a
/// new one and for changes.
///
/// [`Router::merge`] takes it.
///
/// # Examples
///
/// ```
/// use doorway::Router;
/// use doorway::extract::Path;
/// use doorway::routing::Resource;
/// use doorway::testing::TestClient;
///
/// let planets = Resource::named("planets")
///     .index(async || "Mercury, Venus, Earth")
///     .new(async || "a form for a new planet")
///     .create(async || "a new planet")
///     .show(async |Path(id): Path<u32>| format!("planet {id}"))
///     .edit(async |Path(id): Path<u32>| format!("a form for planet {id}"))
///     .update(async |Path(id): Path<u32>| format!("planet {id}, changed"))
///     .destroy(async |Path(id): Path<u32>| format!("planet {id} is gone"));
///
/// let client = TestClient::new(Router::<()>::new().merge(planets));
/// assert_eq!(client.get("/planets/3").send().text(), "planet 3");
/// assert_eq!(client.get("/planets/3/edit").send().text(), "a form for planet 3");
/// assert_eq!(client.patch("/planets/3").send().text(), "planet 3, changed");
/// ```
#[derive(Debug)]
#[must_use]
pub struct Resource<S = ()> {
    name: String,
    router: Router<S>,
}

/// The methods panic as [`Router::route`] does: if the name makes no path, or if one is called twice.
impl<S: 'static> Resource<S> {
    /// Creates a resource without routes. The name is the first segment of all of its paths.
    pub fn named(resource_name: &str) -> Self {
        Self { name: resource_name.to_owned(), router: Router::new() }
    }

    /// Answers `GET /{name}`.
    #[track_caller]
    pub fn index<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.collection(get(handler))
    }

    /// Answers `POST /{name}`.
    #[track_caller]
    pub fn create<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.collection(post(handler))
    }

    /// Answers `GET /{name}/new`.
    #[allow(clippy::should_implement_trait)]
    #[track_caller]
    pub fn new<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        let path = format!("/{}/new", self.name);
        self.route(path, get(handler))
    }

    /// Answers `GET` of an entry, whose parameter is the name with `_id`: `/planets/{planets_id}`.
    #[track_caller]
    pub fn show<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.entry(get(handler))
    }

    /// Answers `GET` of an entry's form: `/planets/{planets_id}/edit`.
    #[track_caller]
    pub fn edit<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        let path = format!("/{0}/{{{0}_id}}/edit", self.name);
        self.route(path, get(handler))
    }

    /// Answers `PUT` and `PATCH` of an entry.
    #[track_caller]
    pub fn update<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.entry(on(MethodFilter::PUT.or(MethodFilter::PATCH), handler))
    }

    /// Answers `DELETE` of an entry.
    #[track_caller]
    pub fn destroy<H: Handler<T, S>, T: 'static>(self, handler: H) -> Self {
        self.entry(delete(handler))
    }

    #[track_caller]
    fn collection(self, methods: MethodRouter<S>) -> Self {
        let path = format!("/{}", self.name);
        self.route(path, methods)
    }

    #[track_caller]
    fn entry(self, methods: MethodRouter<S>) -> Self {
        let path = format!("/{0}/{{{0}_id}}", self.name);
        self.route(path, methods)
    }

    #[track_caller]
    fn route(self, path: String, methods: MethodRouter<S>) -> Self {
        Self { router: self.router.route(path, methods), ..self }
    }
}

impl<S> From<Resource<S>> for Router<S> {
    fn from(resource: Resource<S>) -> Self {
        resource.router
    }
}
