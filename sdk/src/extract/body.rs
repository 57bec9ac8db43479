//! Extractors that read the body as it is.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use super::rejection::{BytesRejection, FailedToBufferBody, InvalidUtf8, StringRejection};
use super::{FromRequest, OptionalFromRequest};
use crate::body::CollectBytes;
use crate::{Body, Request};

/// Reads the whole body, up to the limit that is set for the route.
pub(crate) fn read(request: Request) -> Reading {
    let limit = request.parts.context.body_limit.0.unwrap_or(usize::MAX);
    Reading(request.into_body().collect_bytes(limit))
}

/// The future of a body that is read.
pub(crate) struct Reading(CollectBytes);

impl Future for Reading {
    type Output = Result<Bytes, FailedToBufferBody>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(FailedToBufferBody::from)
    }
}

/// The body, unread.
impl<S> FromRequest<S> for Body {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        Ok(request.into_body())
    }
}

/// The whole body, up to a limit of 2 MiB where nothing else is said.
impl<S> FromRequest<S> for Bytes {
    type Rejection = BytesRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, BytesRejection> {
        Ok(read(request).await?)
    }
}

/// As [`Bytes`], to be changed.
impl<S> FromRequest<S> for BytesMut {
    type Rejection = BytesRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, BytesRejection> {
        Ok(read(request).await?.into())
    }
}

/// As [`Bytes`], for a body that is UTF-8, whatever its content type says.
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
