//! Tuples: parts and, last, a response; and parts as one.

use super::parts::{IntoResponseParts, ResponseParts};
use super::reply::Reply;
use super::{IntoResponse, Response};

/// A reply with parts on it, unless it or one of them has failed.
fn with_parts(reply: Reply, parts: impl IntoResponseParts) -> Reply {
    if reply.failed {
        return reply;
    }
    match parts.into_response_parts(reply.into()) {
        Ok(res) => res.reply,
        Err(error) => Reply::failed(error),
    }
}

macro_rules! tuple {
    ($($part:ident)*) => {
        #[allow(non_snake_case)]
        impl<$($part: IntoResponseParts,)* R: IntoResponse> IntoResponse for ($($part,)* R,) {
            fn into_response(self) -> Response {
                self.into_reply().into_response()
            }

            fn into_reply(self) -> Reply {
                let ($($part,)* response,) = self;
                with_parts(response.into_reply(), ($($part,)*))
            }
        }
    };
}

macro_rules! tuple_of_parts {
    ($first:ident $($part:ident)*) => {
        #[allow(non_snake_case)]
        impl<$first: IntoResponseParts, $($part: IntoResponseParts,)*> IntoResponseParts
            for ($first, $($part,)*)
        {
            type Error = Response;

            fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Response> {
                let ($first, $($part,)*) = self;
                let res = $first.into_response_parts(res).map_err(IntoResponse::into_response)?;
                $(let res = $part.into_response_parts(res).map_err(IntoResponse::into_response)?;)*
                Ok(res)
            }
        }
    };
}

macro_rules! tuples {
    () => { tuple!(); };
    ($first:ident $($part:ident)*) => {
        tuple!($first $($part)*);
        tuple_of_parts!($first $($part)*);
        tuples!($($part)*);
    };
}

tuples!(P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P13 P14 P15 P16);
