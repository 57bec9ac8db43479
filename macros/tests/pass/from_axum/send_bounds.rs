#![deny(warnings)]

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use doorway::body::Body;
use doorway::extract::path::PathRejection;
use doorway::extract::{Extension, FromRequest, FromRequestParts, Json, Path, Request, State};
use doorway::http::{Method, StatusCode};
use doorway::middleware::{Next, from_fn};
use doorway::request::Parts;
use doorway::response::{IntoResponse, Response};
use doorway::routing::get;
use doorway::{Router, debug_handler};

struct User;

// The bound of every extractor that was written for axum.
impl<S> FromRequestParts<S> for User
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        std::future::ready(()).await;
        Ok(Self)
    }
}

struct Text;

impl<S> FromRequest<S> for Text
where
    S: Send + Sync,
{
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        String::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        Ok(Self)
    }
}

// Any state will do for extractors that take any, and any that may be sent for the others.
#[derive(FromRequestParts)]
struct OfHead(Method, Option<Extension<u8>>, Result<Path<u8>, PathRejection>);

#[derive(FromRequest)]
struct All {
    _method: Method,
    #[from_request(via(Json))]
    _body: Vec<u8>,
}

#[derive(FromRequest)]
#[from_request(via(Json), rejection(Refused))]
struct AppJson<T>(T);

#[derive(FromRequest)]
#[from_request(rejection(Refused))]
struct AllRefused {
    _id: Path<u8>,
    _tag: Extension<u8>,
}

#[derive(FromRequest)]
struct WithUser {
    _user: User,
    _again: Result<User, StatusCode>,
    _text: Text,
}

struct Refused;

impl<E: std::error::Error> From<E> for Refused {
    fn from(_: E) -> Self {
        Self
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        StatusCode::IM_A_TEAPOT.into_response()
    }
}

fn boxed(request: Request, next: Next) -> Pin<Box<dyn Future<Output = Response>>> {
    Box::pin(async move { next.run(request).await })
}

// A body and http's types may be sent, as layers of tower want it.
fn is_send<T: Send>() {}

#[debug_handler]
async fn not_send(State(name): State<Rc<str>>, _: Request) -> String {
    let name = name.clone();
    std::future::ready(()).await;
    name.to_string()
}

fn main() {
    is_send::<Body>();
    is_send::<doorway::http::Request<Body>>();
    is_send::<Response>();
    let _: Router = Router::new().route("/", get(async |_: User, _: Text| {}).post(async |_: WithUser| {}));
    let _: Router = Router::new()
        .route("/", get(not_send).post(async |_: OfHead, _: All| {}))
        .route("/refused", get(async |_: AllRefused| {}).post(async |AppJson(_): AppJson<u8>| {}))
        .layer(from_fn(|request, next| boxed(request, next)))
        .with_state(Rc::from("Sol"));
}
