//! [`Assets`]: static files that are embedded in the program.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use http::header::HeaderValue;
use http::{HeaderMap, Method};
use rust_embed::RustEmbed;

use crate::Response;

pub(crate) mod conditions;
mod file;
mod lookup;
pub(crate) mod path;
mod range;
mod tags;

use lookup::{Lookup, Missing};
use path::Target;

/// A service of static files that [`RustEmbed`] embeds in the program.
///
/// It is a [`Service`](crate::Service) that finds a file by the path of the request, and also a
/// [`Handler`](crate::Handler) for a route that ends with `{*path}`, which finds a file by that
/// parameter.
///
/// | request | answer |
/// |---|---|
/// | a file | 200 with an `etag` of its content, and `last-modified` unless the build hides it |
/// | a version that the client has ([`If-None-Match`, `If-Modified-Since`](https://www.rfc-editor.org/rfc/rfc9110#section-13)) | 304 |
/// | another version than the current one (`If-Match`, `If-Unmodified-Since`) | 412 |
/// | a part ([`Range`](https://www.rfc-editor.org/rfc/rfc9110#section-14), `If-Range`) | 206, or 416 if it is past the end; 200 with the whole file for several parts and for an `If-Range` without a strong tag |
/// | a folder | its [`index`](Assets::index), or 307 to add a missing slash |
/// | anything else | 404, or the file of [`not_found`](Assets::not_found) or [`fallback`](Assets::fallback) |
/// | other methods than `GET` and `HEAD` | 405 |
///
/// Files are sent from the program's memory without a copy. The content type follows from the
/// file's name; text is assumed to be UTF-8. Paths are percent-decoded; `.` and `..` are not
/// resolved, and nothing but embedded files can be reached.
///
/// A compressing layer of tower makes the tags weak, as only the uncompressed bytes can be sent in
/// parts: an interrupted download then starts again.
///
/// Files are always embedded, although rust-embed by default reads them from the disk in debug
/// builds.
///
/// # Examples
///
/// ```
/// use doorway::Service;
/// use doorway::response::Assets;
/// use doorway::rust_embed::RustEmbed;
///
/// #[derive(RustEmbed)]
/// #[folder = "tests/public"]
/// #[crate_path = "doorway::rust_embed"]
/// struct Files;
///
/// fn app() -> impl Service {
///     Assets::<Files>::new().not_found("404.html").cache_control("max-age=60")
/// }
/// # doorway::testing::block_on(async {
/// # let request = |path: &str| doorway::Request::builder().uri(path).body(()).unwrap().into();
/// # assert_eq!(app().call(request("/style.css")).await.status(), 200);
/// # assert_eq!(app().call(request("/gone.css")).await.status(), 404);
/// # });
/// ```
///
/// An app with routes in the browser, which has one page for all of them:
///
/// ```
/// use doorway::response::Assets;
/// use doorway::rust_embed::RustEmbed;
/// use doorway::testing::TestClient;
///
/// #[derive(RustEmbed)]
/// #[folder = "tests/public"]
/// #[crate_path = "doorway::rust_embed"]
/// struct Files;
///
/// let client = TestClient::new(Assets::<Files>::new().index("").fallback("index.html"));
/// let page = client.get("/index.html").send().text();
/// assert_eq!(client.get("/planets/mars").send().text(), page);
/// ```
#[doc(alias("ServeDir", "embed", "static files"))]
pub struct Assets<E> {
    pub(crate) lookup: Lookup,
    files: PhantomData<fn() -> E>,
}

impl<E: RustEmbed> Assets<E> {
    /// Creates a service of the files of `E`.
    pub fn new() -> Self {
        let index = Cow::Borrowed("index.html");
        let lookup = Lookup { index, missing: Missing::Problem, cache_control: Vec::new() };
        Self { lookup, files: PhantomData }
    }

    /// Sets the name of a folder's index file; empty for none. Default: `index.html`.
    pub fn index(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.lookup.index = name.into();
        self
    }

    /// Sets the page of a 404. Default: a [`Problem`](crate::response::Problem).
    ///
    /// # Panics
    ///
    /// If there is no such file; the message has the caller's location.
    #[track_caller]
    pub fn not_found(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.lookup.missing = Missing::NotFound(existing::<E>(name.into()));
        self
    }

    /// Sets the file to send if no other matches: the page of an app with routes in the browser.
    ///
    /// # Panics
    ///
    /// If there is no such file; the message has the caller's location.
    #[track_caller]
    pub fn fallback(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.lookup.missing = Missing::Fallback(existing::<E>(name.into()));
        self
    }

    /// Sets the `cache-control` of all files. Default: none, so that a browser uses a heuristic.
    ///
    /// # Panics
    ///
    /// If it is not a valid header value; the message has the caller's location.
    #[track_caller]
    pub fn cache_control(self, value: &str) -> Self {
        self.cache_control_in("", value)
    }

    /// Sets the `cache-control` of files whose names start with `prefix`, such as those with a hash
    /// in the name. If several match, the last one set counts.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use doorway::rust_embed::RustEmbed;
    /// # fn assets<Files: RustEmbed>() {
    /// # use doorway::response::Assets;
    /// Assets::<Files>::new()
    ///     .cache_control("no-cache")
    ///     .cache_control_in("assets/", "max-age=31536000, immutable");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// The same as for [`cache_control`](Assets::cache_control).
    #[track_caller]
    pub fn cache_control_in(mut self, prefix: impl Into<Cow<'static, str>>, value: &str) -> Self {
        match HeaderValue::try_from(value) {
            Ok(value) => self.lookup.cache_control.push((prefix.into(), value)),
            Err(_) => panic!("invalid `cache-control`: `{value}`"),
        }
        self
    }

    /// Answers a request for that path, which may have a query, for use in a handler.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::{HeaderMap, Method};
    /// use doorway::response::{Assets, Response};
    /// use doorway::rust_embed::RustEmbed;
    ///
    /// async fn logo<Files: RustEmbed>(method: Method, headers: HeaderMap) -> Response {
    ///     Assets::<Files>::new().respond("images/logo.svg", &headers, &method)
    /// }
    /// ```
    pub fn respond(&self, path: &str, headers: &HeaderMap, method: &Method) -> Response {
        let target = Target::new(path);
        self.lookup.respond(E::get, &target, &target, headers, method)
    }
}

#[track_caller]
fn existing<E: RustEmbed>(name: Cow<'static, str>) -> Cow<'static, str> {
    assert!(E::get(&name).is_some(), "no file `{name}` is embedded");
    name
}

impl<E: RustEmbed> Default for Assets<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for Assets<E> {
    fn clone(&self) -> Self {
        Self { lookup: self.lookup.clone(), files: PhantomData }
    }
}

impl<E> fmt::Debug for Assets<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Assets").field(&self.lookup).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::block_on;
    use crate::{Request, Service};

    #[derive(RustEmbed)]
    #[folder = "tests/public"]
    struct Files;

    /// A service that is nested at `/static`.
    fn nested(target: &str) -> Response {
        let app: crate::Router =
            crate::Router::new().nest_service("/static", Assets::<Files>::new());
        let mut request = Request::default();
        *request.uri_mut() = target.parse().unwrap();
        block_on(Service::call(&app, request))
    }

    #[test]
    fn links_of_a_nested_index_lead_below_the_prefix() {
        assert_eq!(nested("/static/").status(), 200);
        assert_eq!(nested("/static/style.css").status(), 200);
        for (target, location) in [
            ("/static", "./static/"),
            ("/static?a=/", "./static/?a=/"),
            ("/static/docs", "./docs/"),
        ] {
            let response = nested(target);
            assert_eq!(response.status(), 307);
            assert_eq!(response.headers()["location"], location);
        }
    }
}
