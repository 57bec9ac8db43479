//! [`TypedPath`]: paths as types.

#[cfg(any(feature = "query", feature = "form"))]
use std::any::type_name;
use std::fmt;

use http::Uri;
#[cfg(any(feature = "query", feature = "form"))]
use serde_core::Serialize;

use crate::extract::WithRejection;
use crate::handler::each_arity;
use crate::target::LONGEST;

/// A path as a type: the pattern of a route, the extractor of its parameters, and links to it.
///
/// [`RouterExt::typed_get`](super::RouterExt::typed_get) and its siblings add a handler at the path
/// of its first argument. `Display` writes the path with its parameters, percent-encoded where they
/// need it. A client may have sent any text: the derive writes it so that browsers read no other path
/// or host in it.
///
/// # Examples
///
/// ```
/// use std::fmt;
///
/// use doorway::extract::path::PathRejection;
/// use doorway::extract::{FromRequestParts, Path};
/// use doorway::request::Parts;
/// use doorway::routing::{RouterExt, TypedPath};
/// use doorway::testing::TestClient;
/// use doorway::{Router, RequestPartsExt};
///
/// struct Moon {
///     planet: u32,
///     moon: u32,
/// }
///
/// impl TypedPath for Moon {
///     const PATH: &'static str = "/planets/{planet}/moons/{moon}";
/// }
///
/// impl fmt::Display for Moon {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "/planets/{}/moons/{}", self.planet, self.moon)
///     }
/// }
///
/// impl<S> FromRequestParts<S> for Moon {
///     type Rejection = PathRejection;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PathRejection> {
///         let Path((planet, moon)) = parts.extract().await?;
///         Ok(Self { planet, moon })
///     }
/// }
///
/// async fn next(Moon { planet, moon }: Moon) -> String {
///     Moon { planet, moon: moon + 1 }.to_string()
/// }
///
/// let app: Router = Router::new().typed_get(next);
/// let response = TestClient::new(app).get("/planets/5/moons/2").send();
/// assert_eq!(response.text(), "/planets/5/moons/3");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a typed path",
    label = "not a `TypedPath`",
    note = "the first argument of a handler for `typed_get` and its siblings is the path: a type that \
            implements `doorway::routing::TypedPath`, or an `Option` or a `Result` of one"
)]
pub trait TypedPath: fmt::Display {
    /// The pattern of the route, with parameters in braces.
    const PATH: &'static str;

    /// Returns the path as a URI.
    ///
    /// One of more than 65,534 bytes, which no [`Uri`] has, is `*` instead, which is no path of a route:
    /// encoded parameters of a client may be so long.
    ///
    /// # Panics
    ///
    /// If `Display` does not write the path of a URI.
    fn to_uri(&self) -> Uri {
        uri(self.to_string(), Self::PATH)
    }

    /// Adds a query, which is written as [`Query`](crate::extract::Query) reads it.
    ///
    /// The path and the query are separated by `?&`, as axum-extra does it; readers skip the `&`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::fmt;
    /// use doorway::routing::TypedPath;
    ///
    /// struct Planets;
    ///
    /// impl TypedPath for Planets {
    ///     const PATH: &'static str = "/planets";
    /// }
    /// # impl fmt::Display for Planets {
    /// #     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    /// #         f.write_str(Self::PATH)
    /// #     }
    /// # }
    ///
    /// let second_page = Planets.with_query_params([("page", 2), ("size", 10)]);
    /// assert_eq!(second_page.to_uri(), "/planets?&page=2&size=10");
    /// ```
    ///
    /// # Panics
    ///
    /// `Display` and [`to_uri`](Self::to_uri) of the path that is returned panic if `params` cannot
    /// be a query: it is no struct, map or list of pairs, or has others in it.
    #[cfg(any(feature = "query", feature = "form"))]
    fn with_query_params<T: Serialize>(self, params: T) -> WithQueryParams<Self, T>
    where
        Self: Sized,
    {
        WithQueryParams { path: self, params }
    }
}

fn uri(path: String, pattern: &str) -> Uri {
    if path.len() > LONGEST {
        return Uri::from_static("*");
    }
    match Uri::try_from(path) {
        Ok(uri) => uri,
        Err(error) => panic!("a typed path of `{pattern}` does not write a URI: {error}"),
    }
}

/// A [`TypedPath`] with a query, from [`TypedPath::with_query_params`].
#[cfg(any(feature = "query", feature = "form"))]
#[derive(Clone, Copy, Debug)]
pub struct WithQueryParams<P, T> {
    path: P,
    params: T,
}

#[cfg(any(feature = "query", feature = "form"))]
impl<P: TypedPath, T: Serialize> fmt::Display for WithQueryParams<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = match serde_html_form::to_string(&self.params) {
            Ok(query) => query,
            Err(error) => panic!("`{}` cannot be written as a query: {error}", type_name::<T>()),
        };
        f.write_str(&with_query(self.path.to_string(), &query))
    }
}

#[cfg(any(feature = "query", feature = "form"))]
fn with_query(mut path: String, query: &str) -> String {
    if !path.contains('?') {
        path.push('?');
    }
    if !query.is_empty() {
        path.push('&');
        path.push_str(query);
    }
    path
}

#[cfg(any(feature = "query", feature = "form"))]
impl<P: TypedPath, T: Serialize> TypedPath for WithQueryParams<P, T> {
    const PATH: &'static str = P::PATH;
}

impl<E: TypedPath, R> TypedPath for WithRejection<E, R> {
    const PATH: &'static str = E::PATH;
}

/// The arguments of a handler whose first one is the typed path `P`, or an `Option` or a `Result` of
/// it. Only [`RouterExt`](super::RouterExt) needs this trait.
#[diagnostic::on_unimplemented(
    message = "the first argument of this handler is not a typed path",
    label = "no handler whose first argument is a `TypedPath`",
    note = "the first argument implements `doorway::routing::TypedPath`, or is an `Option` or a \
            `Result` of such a type"
)]
pub trait SecondElementIs<P>: Sealed {}

/// Closes the trait: the tuples are those of [`Handler`](crate::Handler), which begin with a marker.
#[doc(hidden)]
pub trait Sealed {}

macro_rules! second_element_is {
    (; $last:ident) => {
        second_element_is!(@impls);
    };
    ($first:ident $($ty:ident)*; $last:ident) => {
        second_element_is!(@impls $($ty)* $last);
    };
    (@impls $($ty:ident)*) => {
        impl<M, P: TypedPath, $($ty,)*> SecondElementIs<P> for (M, P, $($ty,)*) {}
        impl<M, P: TypedPath, $($ty,)*> Sealed for (M, P, $($ty,)*) {}
        impl<M, P: TypedPath, $($ty,)*> SecondElementIs<P> for (M, Option<P>, $($ty,)*) {}
        impl<M, P: TypedPath, $($ty,)*> Sealed for (M, Option<P>, $($ty,)*) {}
        impl<M, P: TypedPath, E, $($ty,)*> SecondElementIs<P> for (M, Result<P, E>, $($ty,)*) {}
        impl<M, P: TypedPath, E, $($ty,)*> Sealed for (M, Result<P, E>, $($ty,)*) {}
    };
}

each_arity!(second_element_is);
