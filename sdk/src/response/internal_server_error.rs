//! [`InternalServerError`]: any error as a response.

use std::error::Error as StdError;

use http::StatusCode;

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::error::{Cause, Causes};
use crate::shown::log_line;

/// An error that is answered with a bare 500. It and its sources are written to stderr, and nothing of
/// them goes to the client.
///
/// [`Error::other`](crate::Error::other) does the same for errors of several types.
///
/// # Examples
///
/// ```
/// use std::num::ParseIntError;
///
/// use doorway::response::{InternalServerError, IntoResponse};
///
/// async fn answer() -> Result<String, InternalServerError<ParseIntError>> {
///     let number: u32 = "forty-two".parse().map_err(InternalServerError)?;
///     Ok(number.to_string())
/// }
///
/// # doorway::testing::block_on(async {
/// assert_eq!(answer().await.into_response().status(), 500);
/// # });
/// ```
#[derive(Debug)]
pub struct InternalServerError<T>(pub T);

impl<T: StdError + 'static> IntoResponse for InternalServerError<T> {
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        logged(&self.0)
    }
}

fn logged(error: &(dyn StdError + 'static)) -> Reply {
    log_line!("doorway: answered 500: {}{}", Cause(error), Causes(error.source()));
    Reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
}
