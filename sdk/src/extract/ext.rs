//! [`RequestExt`] and [`RequestPartsExt`]: extractors by hand, as extractors made of others need them.

use super::{FromRequest, FromRequestParts};
use crate::request::Parts;
use crate::{Body, Request};

/// Extracts from a whole request.
///
/// # Examples
///
/// ```
/// use doorway::extract::FromRequest;
/// use doorway::http::{HeaderMap, StatusCode};
/// use doorway::{Request, RequestExt};
///
/// /// The body of a request from a friend.
/// struct FromFriend(String);
///
/// impl<S> FromRequest<S> for FromFriend {
///     type Rejection = StatusCode;
///
///     async fn from_request(mut request: Request, _: &S) -> Result<Self, StatusCode> {
///         let Ok(headers) = request.extract_parts::<HeaderMap>().await;
///         if !headers.contains_key("x-friend") {
///             return Err(StatusCode::FORBIDDEN);
///         }
///         request.extract().await.map(Self).map_err(|_| StatusCode::BAD_REQUEST)
///     }
/// }
/// ```
///
/// With the state, for extractors that need it:
///
/// ```
/// use doorway::extract::{FromRequest, State};
/// use doorway::http::StatusCode;
/// use doorway::{Request, RequestExt};
///
/// /// A text that is not longer than the app allows.
/// struct Short(String);
///
/// impl FromRequest<usize> for Short {
///     type Rejection = StatusCode;
///
///     async fn from_request(mut request: Request, state: &usize) -> Result<Self, StatusCode> {
///         let Ok(State(most)) = request.extract_parts_with_state::<State<usize>, _>(state).await;
///         let text: Result<String, _> = request.extract_with_state(state).await;
///         let text = text.map_err(|_| StatusCode::BAD_REQUEST)?;
///         if text.len() > most { Err(StatusCode::BAD_REQUEST) } else { Ok(Self(text)) }
///     }
/// }
/// ```
pub trait RequestExt: Sized {
    /// Extracts a value without a state, and consumes the request.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract<E, M>(self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<(), M>;

    /// As [`extract`](Self::extract), with a state.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract_with_state<E, S, M>(
        self,
        state: &S,
    ) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<S, M>;

    /// Extracts a value from the head without a state, and leaves the request.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract_parts<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>;

    /// As [`extract_parts`](Self::extract_parts), with a state.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract_parts_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a;
}

impl RequestExt for Request {
    fn extract<E, M>(self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<(), M>,
    {
        E::from_request(self, &())
    }

    fn extract_with_state<E, S, M>(self, state: &S) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<S, M>,
    {
        E::from_request(self, state)
    }

    fn extract_parts<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>,
    {
        E::from_request_parts(&mut self.parts, &())
    }

    fn extract_parts_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a,
    {
        E::from_request_parts(&mut self.parts, state)
    }
}

/// http's request.
impl RequestExt for http::Request<Body> {
    fn extract<E, M>(self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<(), M>,
    {
        E::from_request(self.into(), &())
    }

    fn extract_with_state<E, S, M>(self, state: &S) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequest<S, M>,
    {
        E::from_request(self.into(), state)
    }

    fn extract_parts<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>,
    {
        of_request(self, &())
    }

    fn extract_parts_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a,
    {
        of_request(self, state)
    }
}

async fn of_request<E, S>(request: &mut http::Request<Body>, state: &S) -> Result<E, E::Rejection>
where
    E: FromRequestParts<S>,
{
    let (mut parts, body) = std::mem::take(request).into_parts();
    let extracted = of_parts(&mut parts, state).await;
    *request = http::Request::from_parts(parts, body);
    extracted
}

/// Extracts from a request's head.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
///
/// use doorway::RequestPartsExt;
/// use doorway::extract::path::PathRejection;
/// use doorway::extract::{FromRequestParts, Path};
/// use doorway::request::Parts;
///
/// /// The parameter `version` of any route that has one.
/// struct Version(Option<String>);
///
/// impl<S> FromRequestParts<S> for Version {
///     type Rejection = PathRejection;
///
///     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PathRejection> {
///         let Path(mut params) = parts.extract::<Path<HashMap<String, String>>>().await?;
///         Ok(Self(params.remove("version")))
///     }
/// }
/// ```
///
/// With the state, for extractors that need it:
///
/// ```
/// use doorway::RequestPartsExt;
/// use doorway::extract::{FromRequestParts, State};
/// use doorway::request::Parts;
///
/// /// The name of the app, in capitals.
/// struct Name(String);
///
/// impl FromRequestParts<String> for Name {
///     type Rejection = std::convert::Infallible;
///
///     async fn from_request_parts(parts: &mut Parts, state: &String) -> Result<Self, Self::Rejection> {
///         let State(name) = parts.extract_with_state::<State<String>, _>(state).await?;
///         Ok(Self(name.to_uppercase()))
///     }
/// }
/// ```
pub trait RequestPartsExt {
    /// Extracts a value without a state.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>;

    /// As [`extract`](Self::extract), with a state.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    fn extract_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a;
}

impl RequestPartsExt for Parts {
    fn extract<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>,
    {
        E::from_request_parts(self, &())
    }

    fn extract_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a,
    {
        E::from_request_parts(self, state)
    }
}

/// http's head of a request. If extracting is given up, the head is empty.
impl RequestPartsExt for http::request::Parts {
    fn extract<E>(&mut self) -> impl Future<Output = Result<E, E::Rejection>>
    where
        E: FromRequestParts<()>,
    {
        of_parts(self, &())
    }

    fn extract_with_state<'a, E, S>(
        &'a mut self,
        state: &'a S,
    ) -> impl Future<Output = Result<E, E::Rejection>> + 'a
    where
        E: FromRequestParts<S> + 'a,
    {
        of_parts(self, state)
    }
}

async fn of_parts<E, S>(parts: &mut http::request::Parts, state: &S) -> Result<E, E::Rejection>
where
    E: FromRequestParts<S>,
{
    let empty = Parts::default().into();
    let mut own = Parts::from(std::mem::replace(parts, empty));
    let extracted = E::from_request_parts(&mut own, state).await;
    *parts = own.into();
    extracted
}
