use std::future::Future;

use doorway::extract::FromRequestParts;
use doorway::http::StatusCode;
use doorway::request::Parts;

struct User;

struct Agent;

impl<S> FromRequestParts<S> for Agent
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    #[allow(refining_impl_trait)]
    fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>> + Send {
        async move {
            let agent = parts.headers.get("user-agent").ok_or(StatusCode::BAD_REQUEST)?;
            if agent.is_empty() { Err(StatusCode::BAD_REQUEST) } else { Ok(Self) }
        }
    }
}

impl<S> FromRequestParts<S> for User
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    #[allow(refining_impl_trait)]
    fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>> + Send {
        async {
            if parts.headers.contains_key("x-user") { Ok(Self) } else { Err(StatusCode::FORBIDDEN) }
        }
    }
}

fn main() {}
