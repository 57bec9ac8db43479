//! Extractors of the whole body.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use super::rejection::{BytesRejection, FailedToBufferBody, InvalidUtf8, StringRejection};
use super::{FromRequest, OptionalFromRequest};
use crate::body::CollectBytes;
use crate::{Body, Request};

/// Reads the whole body, up to the route's limit.
pub(crate) fn read(request: Request) -> Reading {
    let limit = request.parts.context.body_limit.0.unwrap_or(usize::MAX);
    Reading(request.into_body().collect_bytes(limit))
}

/// The future of [`read`].
pub(crate) struct Reading(CollectBytes);

impl Future for Reading {
    type Output = Result<Bytes, FailedToBufferBody>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(FailedToBufferBody::from)
    }
}

/// The body as a stream.
impl<S> FromRequest<S> for Body {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(request.into_body())
    }
}

/// The whole body. Limit by default: 2 MiB.
impl<S> FromRequest<S> for Bytes {
    type Rejection = BytesRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, BytesRejection> {
        Ok(read(request).await?)
    }
}

/// The whole body as [`BytesMut`]; see [`Bytes`].
impl<S> FromRequest<S> for BytesMut {
    type Rejection = BytesRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, BytesRejection> {
        Ok(read(request).await?.into())
    }
}

/// The whole body as UTF-8 text, whatever the content type; see [`Bytes`].
impl<S> FromRequest<S> for String {
    type Rejection = StringRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, StringRejection> {
        let bytes = read(request).await?;
        Ok(String::from_utf8(bytes.into()).map_err(|error| InvalidUtf8::new(error.utf8_error()))?)
    }
}

macro_rules! none_if_empty {
    ($($ty:ty)*) => {$(
        /// `None` if the body is empty.
        impl<S> OptionalFromRequest<S> for $ty {
            type Rejection = <Self as FromRequest<S>>::Rejection;

            async fn from_request(
                request: Request,
                state: &S,
            ) -> Result<Option<Self>, Self::Rejection> {
                let body = <Self as FromRequest<S>>::from_request(request, state).await?;
                Ok(if body.is_empty() { None } else { Some(body) })
            }
        }
    )*};
}

none_if_empty!(Bytes BytesMut String);
