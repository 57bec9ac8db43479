//! Tuples of extractors as one.

use std::convert::Infallible;

use super::{FromRequest, FromRequestParts};
use crate::request::Parts;
use crate::response::IntoResponse;
use crate::{Request, Response};

/// Nothing: an extractor that never refuses a request.
impl<S> FromRequestParts<S> for () {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(())
    }
}

macro_rules! extracted {
    ($extracting:expr) => {
        $extracting.await.map_err(IntoResponse::into_response)?
    };
}

macro_rules! tuple {
    ($($ty:ident)*; $last:ident) => {
        /// Extracts one after the other; the first that refuses answers the request.
        #[diagnostic::do_not_recommend]
        impl<S, $($ty: FromRequestParts<S>,)* $last: FromRequestParts<S>> FromRequestParts<S>
            for ($($ty,)* $last,)
        {
            type Rejection = Response;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
                Ok((
                    $(extracted!($ty::from_request_parts(parts, state)),)*
                    extracted!($last::from_request_parts(parts, state)),
                ))
            }
        }

        /// As with the arguments of a handler, the last one may read the body.
        #[diagnostic::do_not_recommend]
        impl<S, $($ty: FromRequestParts<S>,)* $last: FromRequest<S>> FromRequest<S>
            for ($($ty,)* $last,)
        {
            type Rejection = Response;

            #[allow(non_snake_case, unused_mut)]
            async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
                $(let $ty = extracted!($ty::from_request_parts(&mut request.parts, state));)*
                let $last = extracted!($last::from_request(request, state));
                Ok(($($ty,)* $last,))
            }
        }
    };
}

tuple!(; L);
tuple!(T1; L);
tuple!(T1 T2; L);
tuple!(T1 T2 T3; L);
tuple!(T1 T2 T3 T4; L);
tuple!(T1 T2 T3 T4 T5; L);
tuple!(T1 T2 T3 T4 T5 T6; L);
tuple!(T1 T2 T3 T4 T5 T6 T7; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14; L);
tuple!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15; L);
