//! [`HeadExtractors`]: the extractors that a function begins with.

use crate::extract::FromRequestParts;
use crate::request::Parts;
use crate::response::IntoResponse;
use crate::response::reply::Reply;

/// Extractors of a request's head: the first, and all that follow. A build compiles this once, not for
/// each number of them.
pub(crate) trait HeadExtractors<S>: Sized {
    /// Extracts one after the other.
    ///
    /// # Errors
    ///
    /// The reply to a request that one of them refuses.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, Reply>>;
}

impl<S> HeadExtractors<S> for () {
    async fn extract(_: &mut Parts, _: &S) -> Result<Self, Reply> {
        Ok(())
    }
}

impl<S, T: FromRequestParts<S>, H: HeadExtractors<S>> HeadExtractors<S> for (T, H) {
    async fn extract(parts: &mut Parts, state: &S) -> Result<Self, Reply> {
        let first = T::from_request_parts(parts, state).await.map_err(IntoResponse::into_reply)?;
        Ok((first, H::extract(parts, state).await?))
    }
}

/// Types, or names for values of them, as [`HeadExtractors`] nests them.
macro_rules! heads {
    () => { () };
    ($first:ident $($ty:ident)*) => { ($first, crate::handler::heads!($($ty)*)) };
}
pub(crate) use heads;
