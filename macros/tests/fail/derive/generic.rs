use doorway::extract::FromRequest;
use doorway::routing::get;
use doorway::{Json, Router};

#[derive(FromRequest)]
struct WithoutVia<T>(T);

#[derive(FromRequest)]
#[from_request(rejection(()))]
struct RejectionWithoutVia<T>(T);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct NotTheParameter<T>(Option<T>);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct NamedField<T> {
    field: T,
}

#[derive(FromRequest)]
#[from_request(via(Json))]
struct TwoFields<T>(T, T);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct TwoParameters<T, U>(T, U);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct Lifetime<'a>(&'a str);

#[derive(FromRequest)]
#[from_request(via(Json))]
struct Const<const N: usize>([u8; N]);

async fn handler(_: WithoutVia<()>) {}

fn main() {
    let _: Router = Router::new().route("/", get(handler));
}
