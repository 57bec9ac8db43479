//! Tuples: parts and, last, a response; and parts as one.

use super::parts::{IntoResponseParts, ResponseParts};
use super::reply::Reply;
use super::{IntoResponse, Response};

macro_rules! tuple {
    ($($part:ident)*) => {
        #[allow(non_snake_case)]
        impl<$($part: IntoResponseParts,)* R: IntoResponse> IntoResponse for ($($part,)* R,) {
            fn into_response(self) -> Response {
                self.into_reply().into_response()
            }

            #[allow(unused_mut)]
            fn into_reply(self) -> Reply {
                let ($($part,)* response,) = self;
                let mut reply = response.into_reply();
                if reply.failed {
                    return reply;
                }
                $(
                    if let Err(error) = $part.set_on(&mut reply) {
                        return Reply::failed(error);
                    }
                )*
                reply
            }
        }
    };
}

macro_rules! tuple_of_parts {
    ($($part:ident)*) => {
        #[allow(non_snake_case)]
        impl<$($part: IntoResponseParts,)*> IntoResponseParts for ($($part,)*) {
            type Error = Response;

            fn into_response_parts(self, res: ResponseParts) -> Result<ResponseParts, Response> {
                res.with(self)
            }

            fn set_on(self, reply: &mut Reply) -> Result<(), Response> {
                let ($($part,)*) = self;
                $($part.set_on(reply).map_err(IntoResponse::into_response)?;)*
                Ok(())
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
