//! The checks that `#[debug_handler]` and `#[debug_middleware]` put into a function.

use crate::extract::{FromRequest, FromRequestParts};
use crate::middleware;
use crate::response::{IntoResponse, IntoResponseParts};

/// Any argument but the last.
pub const fn head_argument<T: FromRequestParts<S>, S>() {}

/// The last argument.
pub const fn last_argument<T: FromRequest<S, M>, S, M>() {}

/// The last argument, if its name is that of an extractor that reads the body. With another marker to
/// choose, rustc does not explain why it is not an extractor.
pub const fn body_argument<T: FromRequest<S>, S>() {}

/// Any argument but the last, if its name is that of an extractor that reads the body.
pub const fn reader_in_front<T: ReaderInFront<S>, S>() {}

/// As [`reader_in_front`], if there are several such names.
pub const fn one_of_several_readers<T: OneOfSeveralReaders<S>, S>() {}

/// A return type, or the last value of a tuple.
pub const fn answer<T: IntoResponse>() {}

/// Any value of a returned tuple but the last.
pub const fn answer_part<T: IntoResponseParts>() {}

/// The return type of a function without `async`.
pub const fn answer_in_future<T: AnswerInFuture>() {}

/// The last argument of a middleware.
pub const fn next<T: Next>() {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` reads the body, so it is the last argument",
    label = "not the last argument",
    note = "put it after the other extractors; in a middleware, right in front of `Next`"
)]
pub trait ReaderInFront<S> {}

#[diagnostic::do_not_recommend]
impl<S, T: FromRequestParts<S>> ReaderInFront<S> for T {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` reads the body, which can be read once",
    label = "another argument reads it too",
    note = "take one of them, as the last argument: `Bytes` can be parsed as several types"
)]
pub trait OneOfSeveralReaders<S> {}

#[diagnostic::do_not_recommend]
impl<S, T: FromRequestParts<S>> OneOfSeveralReaders<S> for T {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the future of a response",
    label = "not a future, or one of something that is no response",
    note = "make the function an `async fn`, or return `impl Future<Output = …>` of a response"
)]
pub trait AnswerInFuture {}

#[diagnostic::do_not_recommend]
impl<F: Future<Output: IntoResponse>> AnswerInFuture for F {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `doorway::middleware::Next`",
    label = "not the `Next` of a middleware"
)]
pub trait Next {}

impl Next for middleware::Next {}
