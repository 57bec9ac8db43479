//! [`RoutePath`]: the path of a route, as it is added.

use std::borrow::Cow;

/// The path of a route: a literal, or text that is made at run time.
///
/// A literal is kept as it is, so that a route costs neither an allocation nor a copy. A reference to
/// a [`String`] is copied; a borrowed `&str` that is no literal is given as `path.to_owned()`.
///
/// # Examples
///
/// ```
/// use doorway::{Router, routing::get};
///
/// let version = "v1";
/// let app: Router = Router::new()
///     .route("/status", get("ready"))
///     .route(&format!("/{version}/planets"), get("all planets"));
/// # let client = doorway::testing::TestClient::new(app);
/// # assert_eq!(client.get("/v1/planets").send().text(), "all planets");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutePath(pub(super) Cow<'static, str>);

impl From<&'static str> for RoutePath {
    #[inline(always)] // As `Table::push`.
    fn from(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }
}

impl From<String> for RoutePath {
    fn from(path: String) -> Self {
        Self(Cow::Owned(path))
    }
}

impl From<&String> for RoutePath {
    fn from(path: &String) -> Self {
        Self(Cow::Owned(path.clone()))
    }
}

impl From<Cow<'static, str>> for RoutePath {
    fn from(path: Cow<'static, str>) -> Self {
        Self(path)
    }
}
