use doorway::extract::{FromRequestParts, OptionalFromRequestParts};
use doorway::http::StatusCode;
use doorway::http::request::Parts;

struct User;

impl<S> FromRequestParts<S> for User
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        if parts.headers.contains_key("x-user") { Ok(Self) } else { Err(StatusCode::UNAUTHORIZED) }
    }
}

impl<S> OptionalFromRequestParts<S> for User
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.headers.contains_key("x-user").then_some(Self))
    }
}

fn main() {}
