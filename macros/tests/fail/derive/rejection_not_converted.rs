use doorway::Json;
use doorway::extract::{FromRequest, FromRequestParts, Path};
use doorway::response::{IntoResponse, Response};

struct AppError;

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        Response::default()
    }
}

#[derive(FromRequestParts)]
#[from_request(rejection(AppError))]
struct Fields {
    _id: Path<u32>,
}

#[derive(FromRequest, serde::Deserialize)]
#[from_request(via(Json), rejection(AppError))]
struct Whole {}

struct NoResponse;

#[derive(FromRequestParts)]
#[from_request(rejection(NoResponse))]
struct RejectionIsNoResponse;

fn main() {}
