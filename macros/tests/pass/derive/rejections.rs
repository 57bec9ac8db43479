#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::HashMap;

use doorway::extract::rejection::{ExtensionRejection, JsonRejection, QueryRejection};
use doorway::extract::{FromRequest, FromRequestParts, Query, Request};
use doorway::http::StatusCode;
use doorway::request::Parts;
use doorway::response::{IntoResponse, Response};
use doorway::routing::get;
use doorway::{Extension, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;

struct Refused;

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        StatusCode::IM_A_TEAPOT.into_response()
    }
}

macro_rules! refused_for {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Refused {
            fn from(_: $ty) -> Self {
                Self
            }
        }
    )*};
}

refused_for!((StatusCode, String) ExtensionRejection JsonRejection QueryRejection);

/// Its rejection is neither `Display` nor an error.
struct Other;

impl<S: Send + Sync> FromRequest<S> for Other {
    type Rejection = (StatusCode, String);

    async fn from_request(_: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

struct OtherParts;

impl<S> FromRequestParts<S> for OtherParts {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self)
    }
}

#[derive(FromRequestParts)]
#[from_request(rejection(Refused))]
struct EachOfHead {
    _one: Extension<String>,
    #[from_request(via(Extension))]
    _two: String,
    _three: OtherParts,
}

/// A state that is `Send` and `Sync`, as `Other` wants it.
#[derive(FromRequest)]
#[from_request(rejection(Refused), state(()))]
struct Each {
    _one: Extension<String>,
    #[from_request(via(Extension))]
    _two: String,
    _three: Other,
}

#[derive(Deserialize, FromRequest)]
#[from_request(via(doorway::extract::Json), rejection(Refused))]
#[serde(transparent)]
struct OwnJson(HashMap<String, String>);

#[derive(Deserialize, FromRequestParts)]
#[from_request(via(Query))]
#[from_request(rejection(Refused))]
#[serde(transparent)]
struct OwnQuery(HashMap<String, String>);

#[derive(FromRequest)]
#[from_request(via(doorway::Json), rejection(Refused))]
struct Json<T>(T);

#[derive(FromRequestParts)]
#[from_request(via(doorway::extract::Query), rejection(Refused))]
struct Params<T: DeserializeOwned>(T)
where
    T: Clone;

#[derive(FromRequest)]
#[from_request(via(doorway::Json))]
struct WithoutRejection<T>(T);

#[derive(Clone, FromRequest)]
#[from_request(via(Extension), rejection(Refused))]
enum ByEnum {}

#[derive(Clone, FromRequestParts)]
#[from_request(via(Extension), rejection(Refused))]
enum ByEnumParts {}

fn request<T: FromRequest<(), Rejection = R>, R>() {}
fn parts<T: FromRequestParts<(), Rejection = R>, R>() {}

fn main() {
    request::<Each, Refused>();
    parts::<EachOfHead, Refused>();
    request::<OwnJson, Refused>();
    parts::<OwnQuery, Refused>();
    request::<Json<u32>, Refused>();
    parts::<Params<HashMap<String, String>>, Refused>();
    request::<WithoutRejection<u32>, Response>();
    request::<ByEnum, Refused>();
    parts::<ByEnumParts, Refused>();
    let _: Router = Router::new()
        .route("/1", get(async |_: Each| {}).post(async |_: Result<Each, Refused>| {}))
        .route("/2", get(async |_: OwnJson| {}).post(async |_: Result<OwnQuery, Refused>| {}))
        .route("/3", get(async |_: Json<u32>| {}).post(async |_: Result<Json<u32>, Refused>| {}))
        .route("/4", get(async |_: ByEnumParts, _: ByEnum| {}));
    let _ = |Json(number): Json<u32>, Params(text): Params<String>, it: WithoutRejection<u8>| {
        (number, text, it.0, OwnJson(HashMap::new()).0, OwnQuery(HashMap::new()).0)
    };
}
