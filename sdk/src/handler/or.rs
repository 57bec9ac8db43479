//! [`HandlerCallWithExtractors`]: handlers that answer in turn, and [`Or`].

use std::fmt;
use std::marker::PhantomData;

use super::each_arity;
use crate::either::Either;
use crate::extract::{FromRequest, FromRequestParts};
use crate::response::IntoResponse;
use crate::{Handler, Request, Response};

/// A handler that is called with its arguments, a tuple, and not with a request.
///
/// Functions are, and those that [`or`](Self::or) puts together.
pub trait HandlerCallWithExtractors<T, S>: Sized {
    /// Calls the handler.
    fn call(self, extractors: T, state: &S) -> impl Future<Output = Response>;

    /// Makes a [`Handler`] of it, if its last argument reads the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Path;
    /// use doorway::handler::HandlerCallWithExtractors;
    /// use doorway::{Router, routing::put, testing::TestClient};
    ///
    /// async fn rename(Path(number): Path<u32>, name: String) -> String {
    ///     format!("planet {number} is {name} now")
    /// }
    ///
    /// let app: Router = Router::new().route("/planets/{number}", put(rename.into_handler()));
    /// let response = TestClient::new(app).put("/planets/3").body("Terra").send();
    /// assert_eq!(response.text(), "planet 3 is Terra now");
    /// ```
    fn into_handler(self) -> IntoHandler<Self, T, S> {
        IntoHandler { handler: self, types: PhantomData }
    }

    /// Lets another handler answer requests that an argument of this one refuses. Only the last of
    /// several may read the body.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Path;
    /// use doorway::handler::HandlerCallWithExtractors;
    /// use doorway::testing::TestClient;
    /// use doorway::{Router, routing::get};
    ///
    /// async fn by_number(Path(number): Path<u32>) -> String {
    ///     format!("planet {number}")
    /// }
    ///
    /// async fn by_name(Path(name): Path<String>) -> String {
    ///     format!("the planet {name}")
    /// }
    ///
    /// let app = Router::new().route("/planets/{planet}", get(by_number.or(by_name)));
    /// let client = TestClient::new(app);
    /// assert_eq!(client.get("/planets/3").send().text(), "planet 3");
    /// assert_eq!(client.get("/planets/earth").send().text(), "the planet earth");
    /// ```
    fn or<R, Rt>(self, rhs: R) -> Or<Self, R, T, Rt, S>
    where
        R: HandlerCallWithExtractors<Rt, S>,
    {
        Or { lhs: self, rhs, types: PhantomData }
    }
}

impl<F, Fut, S> HandlerCallWithExtractors<(), S> for F
where
    F: FnOnce() -> Fut,
    Fut: Future<Output: IntoResponse>,
{
    async fn call(self, (): (), _: &S) -> Response {
        self().await.into_response()
    }
}

macro_rules! with_extractors {
    ($($ty:ident)*; $last:ident) => {
        #[allow(non_snake_case)]
        impl<F, Fut, S, $($ty,)* $last> HandlerCallWithExtractors<($($ty,)* $last,), S> for F
        where
            F: FnOnce($($ty,)* $last) -> Fut,
            Fut: Future<Output: IntoResponse>,
        {
            async fn call(self, ($($ty,)* $last,): ($($ty,)* $last,), _: &S) -> Response {
                self($($ty,)* $last).await.into_response()
            }
        }
    };
}

each_arity!(with_extractors);

/// The handler that [`HandlerCallWithExtractors::into_handler`] makes.
pub struct IntoHandler<H, T, S> {
    handler: H,
    types: PhantomData<fn(T, S)>,
}

#[diagnostic::do_not_recommend]
impl<H, T, S> Handler<T, S> for IntoHandler<H, T, S>
where
    H: HandlerCallWithExtractors<T, S> + Clone + 'static,
    T: FromRequest<S> + 'static,
    S: 'static,
{
    fn call(&self, request: Request, state: &S) -> impl Future<Output: IntoResponse> {
        async move {
            match T::from_request(request, state).await {
                Ok(extractors) => self.handler.clone().call(extractors, state).await.into_reply(),
                Err(rejection) => rejection.into_reply(),
            }
        }
    }
}

/// Two handlers, of which the second answers requests that the first one's arguments refuse, from
/// [`HandlerCallWithExtractors::or`].
pub struct Or<L, R, Lt, Rt, S> {
    lhs: L,
    rhs: R,
    types: PhantomData<fn(Lt, Rt, S)>,
}

impl<S, L, R, Lt, Rt> HandlerCallWithExtractors<Either<Lt, Rt>, S> for Or<L, R, Lt, Rt, S>
where
    L: HandlerCallWithExtractors<Lt, S>,
    R: HandlerCallWithExtractors<Rt, S>,
{
    async fn call(self, extractors: Either<Lt, Rt>, state: &S) -> Response {
        match extractors {
            Either::E1(extractors) => self.lhs.call(extractors, state).await,
            Either::E2(extractors) => self.rhs.call(extractors, state).await,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S, L, R, Lt, Rt, M> Handler<(M, Lt, Rt), S> for Or<L, R, Lt, Rt, S>
where
    L: HandlerCallWithExtractors<Lt, S> + Clone + 'static,
    R: HandlerCallWithExtractors<Rt, S> + Clone + 'static,
    Lt: FromRequestParts<S> + 'static,
    Rt: FromRequest<S, M> + 'static,
    S: 'static,
{
    fn call(&self, mut request: Request, state: &S) -> impl Future<Output: IntoResponse> {
        async move {
            if let Ok(extractors) = Lt::from_request_parts(&mut request.parts, state).await {
                return self.lhs.clone().call(extractors, state).await.into_reply();
            }
            match Rt::from_request(request, state).await {
                Ok(extractors) => self.rhs.clone().call(extractors, state).await.into_reply(),
                Err(rejection) => rejection.into_reply(),
            }
        }
    }
}

// Derived ones would ask the same of the arguments and of the state.
impl<H: Clone, T, S> Clone for IntoHandler<H, T, S> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), types: PhantomData }
    }
}

impl<H: Copy, T, S> Copy for IntoHandler<H, T, S> {}

impl<L: Clone, R: Clone, Lt, Rt, S> Clone for Or<L, R, Lt, Rt, S> {
    fn clone(&self) -> Self {
        Self { lhs: self.lhs.clone(), rhs: self.rhs.clone(), types: PhantomData }
    }
}

impl<L: Copy, R: Copy, Lt, Rt, S> Copy for Or<L, R, Lt, Rt, S> {}

impl<H, T, S> fmt::Debug for IntoHandler<H, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IntoHandler")
    }
}

impl<L, R, Lt, Rt, S> fmt::Debug for Or<L, R, Lt, Rt, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Or")
    }
}
