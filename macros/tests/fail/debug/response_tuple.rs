use doorway::http::{StatusCode, request};
use doorway::response::{AppendHeaders, IntoResponse, Response};
use doorway::{Json, debug_handler};

#[debug_handler]
async fn json_not_last() -> (StatusCode, Json<&'static str>, AppendHeaders<[(&'static str, &'static str); 1]>) {
    (StatusCode::OK, Json(""), AppendHeaders([("etag", "1")]))
}

struct Planet;

impl IntoResponse for Planet {
    fn into_response(self) -> Response {
        Response::default()
    }
}

#[debug_handler]
async fn type_of_its_own() -> (StatusCode, Planet, AppendHeaders<[(&'static str, &'static str); 1]>) {
    (StatusCode::OK, Planet, AppendHeaders([("etag", "1")]))
}

#[debug_handler]
async fn parts_of_a_request() -> (request::Parts, StatusCode) {
    unimplemented!()
}

#[debug_handler]
async fn too_many() -> (
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    StatusCode,
    String,
) {
    unimplemented!()
}

fn main() {}
