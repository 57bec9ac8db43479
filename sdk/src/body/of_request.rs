//! The body of a request that came through layers of other libraries.

use std::error::Error as StdError;
use std::io;

use bytes::Bytes;
use http::StatusCode;
use http_body_util::LengthLimitError;

use super::{Body, source};
use crate::error::{BoxError, Error, ErrorKind};

impl Body {
    /// As [`new`](Self::new), of the content of a request: an error of it is the client's fault,
    /// unless it says something else itself.
    pub(crate) fn of_request<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + 'static,
        B::Error: Into<BoxError>,
    {
        source::boxed(body, of_client)
    }
}

fn of_client(error: BoxError) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(own) => return *own,
        Err(error) => error,
    };
    if let Some(own) = find::<Error>(&*error) {
        let (kind, status) = (own.kind(), own.status());
        return Error::new(kind, "").with_source(error).with_status(status);
    }
    if find::<LengthLimitError>(&*error).is_some() {
        return Error::new(ErrorKind::TooLarge, "").with_source(error);
    }
    let message = "the body of the request is not as it should be";
    Error::new(ErrorKind::Body, message).with_source(error).with_status(StatusCode::BAD_REQUEST)
}

/// An error of that type, among one and its sources.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // The error in an `io::Error` counts.
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_the_clients_unless_it_says_something_else() {
        let of = |error: BoxError| {
            let error = of_client(error);
            (error.kind(), error.status().as_u16(), error.to_string())
        };
        let io = || io::Error::other("it is damaged");
        let (kind, status, _) = of(io().into());
        assert_eq!((kind, status), (ErrorKind::Body, 400));
        let own = of(Error::other(io()).into());
        assert_eq!(own, (ErrorKind::Other, 500, "it is damaged".into()));
        let timeout = Error::new(ErrorKind::Timeout, "too late");
        let wrapped = of(io::Error::other(timeout).into());
        assert_eq!(wrapped, (ErrorKind::Timeout, 504, "too late".into()));
    }
}
