//! [`TraceContext`] as an extractor.

use super::rejection::{composite, rejection};
use super::wrapper::of_parts;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;
use crate::trace::TraceContext;

of_parts! {
    TraceContext: TraceContextRejection => |parts| match parts.extensions.added().get() {
        Some(context) => Ok(Self::clone(context)),
        None => Err(TraceContextMissing.into()),
    };
}

impl<S> OptionalFromRequestParts<S> for TraceContext {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.added().get().cloned())
    }
}

rejection! {
    /// No layer created a trace context: a bug of the program.
    pub struct TraceContextMissing: INTERNAL_SERVER_ERROR,
        "there is no trace context without a `TraceContextLayer`";
}

composite! {
    /// A rejection of [`TraceContext`].
    pub enum TraceContextRejection { TraceContextMissing }
}
