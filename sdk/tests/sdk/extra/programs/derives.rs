use axum::extract::rejection::{ExtensionRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRef, FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, debug_handler, debug_middleware};
use axum_extra::routing::{RouterExt, TypedPath};
use axum_extra::vpath;
use serde::{Deserialize, Serialize};

#[derive(Clone, FromRef)]
struct AppState {
    name: &'static str,
    planets: Planets,
    #[from_ref(skip)]
    _also: &'static str,
}

/// A part of the state, which handlers take as it is.
#[derive(Clone, FromRequestParts)]
#[from_request(via(State), state(AppState))]
struct Planets(Vec<&'static str>);

#[derive(Deserialize)]
struct Page {
    page: u32,
}

struct AppError(String);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        (StatusCode::IM_A_TEAPOT, self.0).into_response()
    }
}

macro_rules! app_error_for {
    ($($ty:ident: $text:literal;)*) => {$(
        impl From<$ty> for AppError {
            fn from(_: $ty) -> Self {
                Self($text.to_owned())
            }
        }
    )*};
}

app_error_for! {
    ExtensionRejection: "extension";
    JsonRejection: "json";
    PathRejection: "path";
    QueryRejection: "query";
}

/// JSON whose rejections are this app's.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(AppError))]
struct Json<T>(T);

#[derive(Deserialize, FromRequest)]
#[from_request(via(axum::Json))]
struct Moon {
    name: String,
}

/// Fields from the head, through the state too, and the body last.
#[derive(FromRequest)]
#[from_request(rejection(AppError), state(AppState))]
struct Everything {
    id: Path<u32>,
    #[from_request(via(Query))]
    page: Page,
    #[from_request(via(Extension))]
    tag: Option<u8>,
    #[from_request(via(Query))]
    again: Result<Page, QueryRejection>,
    body: axum::Json<Vec<u32>>,
}

#[derive(FromRequestParts)]
struct Head(Method, Option<Query<Page>>, Uri, Result<Path<u8>, PathRejection>);

#[derive(Clone, Debug, FromRequestParts)]
#[from_request(via(Extension))]
enum Role {
    Admin,
}

#[derive(FromRequest)]
struct Nothing;

#[derive(Deserialize, TypedPath)]
#[typed_path("/moons/{planet}/{*rest}")]
struct Moons {
    rest: String,
    planet: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/stars/{id}", rejection(AppError))]
struct Star(u8);

#[derive(TypedPath)]
#[typed_path("/stars")]
struct Stars;

/// Not the path of its route.
#[derive(TypedPath)]
#[typed_path("/elsewhere")]
struct Elsewhere;

#[debug_handler(state = AppState)]
async fn everything(it: Everything) -> String {
    let again = it.again.is_ok();
    format!("{} {} {:?} {again} {:?}", it.id.0, it.page.page, it.tag, it.body.0)
}

#[debug_handler]
async fn head(Head(method, page, uri, path): Head) -> impl IntoResponse {
    let page = page.map(|page| page.page);
    format!("{method} {page:?} {} {:?}", uri.path(), path.map(|path| path.0).is_ok())
}

#[debug_handler(state = AppState)]
async fn state(State(name): State<&'static str>, Planets(planets): Planets) -> String {
    format!("{name} {planets:?}")
}

#[debug_handler]
async fn moon(moon: Result<Moon, Response>) -> Result<String, StatusCode> {
    moon.map(|moon| moon.name).map_err(|response| response.status())
}

#[debug_handler]
async fn sum(Json(numbers): Json<Vec<u32>>) -> axum::Json<u32> {
    axum::Json(numbers.iter().sum())
}

#[debug_handler]
async fn role(role: Role, _: Nothing) -> String {
    format!("{role:?}")
}

#[debug_middleware(state = AppState)]
async fn tag(State(name): State<&'static str>, request: Request, next: Next) -> Response {
    let mut request = request;
    request.extensions_mut().insert(name.len() as u8);
    if request.headers().contains_key("x-admin") {
        request.extensions_mut().insert(Role::Admin);
    }
    next.run(request).await
}

pub(super) fn app() -> Router {
    let state = AppState { name: "Sol", planets: Planets(vec!["Earth"]), _also: "" };
    Router::new()
        .route(vpath!("/everything/{id}"), post(everything))
        .route(vpath!("/head/{id}"), get(head))
        .route("/state", get(self::state))
        .route("/moon", post(moon))
        .route("/sum", post(sum))
        .route("/role", get(role))
        .typed_get(async |Moons { rest, planet }: Moons| {
            let back = Moons { rest: rest.clone(), planet: planet.clone() };
            format!("{planet} {rest} {back} {}", back.to_uri())
        })
        .typed_get(async |Star(id): Star| Redirect::to(&Star(id + 1).to_string()))
        .typed_get(async |_: Stars| Stars::PATH)
        .route("/here", get(async |_: Elsewhere| "elsewhere"))
        .nest("/nested", Router::new().typed_get(async |_: Stars| Stars.to_string()))
        .layer(from_fn_with_state(state.clone(), tag))
        .with_state(state)
}
