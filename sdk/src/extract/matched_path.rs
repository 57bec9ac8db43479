//! [`MatchedPath`] as an extractor.

use std::convert::Infallible;

use super::rejection::{composite, rejection};
use super::wrapper::of_parts;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::{MatchedPath, Parts};

of_parts! {
    MatchedPath: MatchedPathRejection => |parts| {
        Ok(parts.extensions.matched_path().ok_or(MatchedPathMissing)?)
    };
}

impl<S> OptionalFromRequestParts<S> for MatchedPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.matched_path())
    }
}

rejection! {
    /// No route matched: a bug of the program.
    pub struct MatchedPathMissing: INTERNAL_SERVER_ERROR,
        "no route matched, so there is no matched path";
}

composite! {
    /// A rejection of [`MatchedPath`].
    pub enum MatchedPathRejection { MatchedPathMissing }
}
