use doorway::debug_handler;
use doorway::extract::{FromRequest, Request};

struct Planet;

impl<S> FromRequest<S> for Planet {
    type Rejection = ();

    async fn from_request(_: Request, _: &S) -> Result<Self, ()> {
        Ok(Self)
    }
}

impl Planet {
    #[debug_handler]
    async fn shared(&self) {}

    #[debug_handler]
    async fn mutable(&mut self) {}

    #[debug_handler]
    async fn with_a_type(self: &Self) {}
}

fn main() {}
