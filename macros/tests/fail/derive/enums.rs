use doorway::Extension;
use doorway::extract::{FromRequest, FromRequestParts};

#[derive(Clone, FromRequest)]
enum WithoutVia {}

#[derive(Clone, FromRequestParts)]
#[from_request(rejection(()))]
enum RejectionWithoutVia {}

#[derive(Clone, FromRequest)]
#[from_request(via(Extension))]
enum OnVariant {
    #[from_request(via(Extension))]
    _One,
}

#[derive(Clone, FromRequest)]
#[from_request(via(Extension))]
enum InVariant {
    _One {
        #[from_request(via(Extension))]
        number: u32,
    },
}

#[derive(Clone, FromRequest)]
#[from_request(via(Extension))]
enum Generic<T> {
    _One(T),
}

#[derive(FromRequest)]
union Union {
    _one: u32,
}

async fn handler(_: RejectionWithoutVia, _: WithoutVia) {}

fn main() {
    let _ = doorway::routing::get::<_, _, ()>(handler);
}
