//! [`Heads`]: the extractors that a function begins with, whatever their number.

use crate::Request;
use crate::extract::FromRequestParts;
use crate::response::IntoResponse;
use crate::response::reply::Reply;

/// Extractors of a request's head: the first and all that follow. A build compiles this once, not for
/// each number of them.
pub trait Heads<S>: Sized {
    /// Extracts one after the other, or gives what answers a request that one of them refuses.
    fn extract(request: &mut Request, state: &S) -> impl Future<Output = Result<Self, Reply>>;
}

impl<S> Heads<S> for () {
    async fn extract(_: &mut Request, _: &S) -> Result<Self, Reply> {
        Ok(())
    }
}

impl<S, T: FromRequestParts<S>, H: Heads<S>> Heads<S> for (T, H) {
    async fn extract(request: &mut Request, state: &S) -> Result<Self, Reply> {
        let first = T::from_request_head(request, state).await.map_err(IntoResponse::into_reply)?;
        Ok((first, H::extract(request, state).await?))
    }
}

/// Types, or names for values of them, as [`Heads`] has them.
macro_rules! heads {
    () => { () };
    ($first:ident $($ty:ident)*) => { ($first, crate::handler::heads!($($ty)*)) };
}
pub(crate) use heads;
