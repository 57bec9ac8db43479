#![deny(warnings, unreachable_code)]
#![forbid(unsafe_code)]

use std::future::{Future, Ready, ready};

use doorway::extract::{FromRef, FromRequest, FromRequestParts, Path, Request, State};
use doorway::http::{Method, StatusCode, Uri};
use doorway::response::{IntoResponse, Response};
use doorway::routing::get;
use doorway::{Json, Router, debug_handler};

#[derive(Clone)]
struct AppState {
    name: String,
}

impl FromRef<AppState> for String {
    fn from_ref(state: &AppState) -> Self {
        state.name.clone()
    }
}

/// Any text.
#[debug_handler]
pub async fn several(_: Method, _: Uri, body: String) -> String {
    body
}

#[debug_handler]
async fn pattern(Path(_): Path<String>) {}

#[debug_handler]
async fn changed(mut request: Request) {
    request.headers_mut().clear();
}

#[debug_handler]
fn without_async() -> impl Future<Output = ()> {
    async {}
}

#[debug_handler]
fn ready_at_once() -> Ready<&'static str> {
    ready("")
}

#[debug_handler]
async fn unnamed() -> impl IntoResponse {
    (StatusCode::OK, "")
}

#[debug_handler]
async fn unnamed_in_result() -> Result<impl IntoResponse, impl IntoResponse + use<>> {
    if true { Ok("") } else { Err(StatusCode::NOT_FOUND) }
}

#[debug_handler]
async fn tuple() -> (StatusCode, [(&'static str, &'static str); 1], Json<u32>) {
    (StatusCode::OK, [("etag", "1")], Json(1))
}

#[debug_handler]
async fn never() -> ! {
    panic!()
}

#[debug_handler]
async fn inferred_state(_: State<AppState>, _: Request) {}

#[debug_handler(state = AppState)]
async fn named_state(_: State<String>, _: State<AppState>) {}

#[debug_handler]
async fn generic<T: FromRequestParts<()>, const N: usize>(_: T) -> impl IntoResponse
where
    T: IntoResponse,
{
    #![allow(unused_variables)]
    let unused = N;
}

struct Planet;

impl<S> FromRequest<S> for Planet {
    type Rejection = StatusCode;

    async fn from_request(_: Request, _: &S) -> Result<Self, StatusCode> {
        Ok(Self)
    }
}

impl<S> FromRequest<S> for Box<Planet> {
    type Rejection = StatusCode;

    async fn from_request(_: Request, _: &S) -> Result<Self, StatusCode> {
        Ok(Box::new(Planet))
    }
}

impl IntoResponse for Planet {
    fn into_response(self) -> Response {
        Response::default()
    }
}

impl Planet {
    #[debug_handler]
    async fn show(self) {}

    #[debug_handler]
    async fn show_boxed(self: Box<Self>) {}

    #[debug_handler]
    async fn new() -> Self {
        Self
    }

    #[debug_handler]
    async fn result(_: Method) -> Result<Self, impl IntoResponse> {
        if true { Ok(Self) } else { Err("") }
    }

    #[debug_handler]
    async fn without_self(_: Path<String>) {}
}

macro_rules! handler {
    ($name:ident, $ty:ty, $body:block) => {
        #[debug_handler]
        async fn $name(_: $ty) -> $ty $body
    };
    ($item:item) => {
        #[debug_handler]
        $item
    };
}

handler!(by_macro, Planet, { Planet });
handler! { async fn item_of_macro() {} }

mod facade {
    pub use doorway as dw;
}

#[facade::dw::debug_handler(crate = facade::dw, state = u32)]
async fn renamed(_: Method) {}

fn main() {
    let _: Router = Router::new()
        .route("/1", get(several).post(pattern).put(changed))
        .route("/2", get(without_async).post(ready_at_once).put(unnamed).delete(unnamed_in_result))
        .route("/3", get(tuple).post(inferred_state).put(named_state))
        .route("/4", get(Planet::show).post(Planet::show_boxed).put(Planet::new))
        .route("/5", get(Planet::result).post(Planet::without_self))
        .route("/6", get(by_macro).post(item_of_macro).put(renamed))
        .with_state(AppState { name: String::new() });
    let _ = never;
    let _ = generic::<doorway::http::HeaderMap, 1>;
}
