//! [`Extension`]: a value that travels with a request.

use std::any::{TypeId, type_name};
use std::convert::Infallible;

use crate::extract::rejection::{composite, rejection};
use crate::extract::wrapper::wrapper;
use crate::extract::{FromRequestParts, OptionalFromRequestParts};
use crate::request::{MatchedPath, Parts};
use crate::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

/// An extractor and a layer for the request's [extensions](crate::Request::extensions).
///
/// As an extractor it holds a copy of the extension of type `T`, which a middleware may have added.
/// As a [layer](crate::Router::layer) it adds its value to each request; for an app's own values,
/// prefer [`State`](crate::extract::State). In front of a response's content, in a tuple, it is added to
/// the response's extensions.
///
/// `Option<Extension<T>>` is `None` if there is none of that type.
///
/// # Examples
///
/// ```
/// use doorway::{Extension, Handler, IntoResponse, Request};
///
/// #[derive(Clone)]
/// struct User(String);
///
/// async fn whoami(Extension(user): Extension<User>) -> String {
///     user.0
/// }
///
/// # doorway::testing::block_on(async {
/// let mut request = Request::new("");
/// request.extensions_mut().insert(User("Trillian".to_owned()));
/// let response = Handler::call(&whoami, request, &()).await.into_response();
/// assert_eq!(response.into_body().collect_up_to(64).await?.bytes(), "Trillian");
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
///
/// # Errors
///
/// [`MissingExtension`](crate::extract::rejection::MissingExtension): 500, and a line on stderr
/// that names the type, if there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extension<T>(pub T);

wrapper!(Extension);

impl<T: Clone + Send + Sync + 'static> Extension<T> {
    fn of(parts: &mut Parts) -> Option<Self> {
        // Known to the compiler: no other type pays for the path.
        if TypeId::of::<T>() == TypeId::of::<MatchedPath>() {
            return parts.extensions.get().cloned().map(Self);
        }
        parts.extensions.added().get().cloned().map(Self)
    }

    fn found(parts: &mut Parts) -> Result<Self, ExtensionRejection> {
        Self::of(parts).ok_or_else(|| missing(type_name::<T>()))
    }
}

fn missing(name: &'static str) -> ExtensionRejection {
    MissingExtension::new(format!("none of type `{name}`")).into()
}

impl<S, T: Clone + Send + Sync + 'static> FromRequestParts<S> for Extension<T> {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ExtensionRejection> {
        Self::found(parts)
    }
}

impl<S, T: Clone + Send + Sync + 'static> OptionalFromRequestParts<S> for Extension<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Among the parts of a response it adds its value to the response's extensions.
impl<T: Clone + Send + Sync + 'static> IntoResponseParts for Extension<T> {
    type Error = Infallible;

    fn into_response_parts(self, mut res: ResponseParts) -> Result<ResponseParts, Infallible> {
        res.extensions_mut().insert(self.0);
        Ok(res)
    }
}

impl<T: Clone + Send + Sync + 'static> IntoResponse for Extension<T> {
    fn into_response(self) -> Response {
        (self, ()).into_response()
    }
}

rejection! {
    /// The request has no extension of the handler's type: a bug of the program.
    pub struct MissingExtension(hidden): INTERNAL_SERVER_ERROR, "the request lacks an extension";
}

composite! {
    /// A rejection of [`Extension`].
    pub enum ExtensionRejection { MissingExtension }
}
