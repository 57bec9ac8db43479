use doorway::body::Body;
use doorway::extract::FromRequest;
use doorway::http::{Request, StatusCode};

struct Text;

impl<S> FromRequest<S> for Text
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    async fn from_request(_: Request<Body>, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

fn main() {}
