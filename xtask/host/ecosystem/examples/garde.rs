//! A form of JSON that garde checks.

use doorway::http::StatusCode;
use doorway::routing::post;
use doorway::{Json, Router, http_handler};
use garde::Validate;
use serde::Deserialize;

#[derive(Deserialize, Validate)]
struct Guest {
    #[garde(length(min = 2), alphanumeric)]
    name: String,
    #[garde(email)]
    email: String,
    #[garde(range(max = 120))]
    age: u8,
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/guests", post(invite))
}

async fn invite(Json(guest): Json<Guest>) -> Result<String, (StatusCode, String)> {
    guest.validate().map_err(|report| (StatusCode::UNPROCESSABLE_ENTITY, report.to_string()))?;
    Ok(format!("{}, {}, is invited at {}", guest.name, guest.age, guest.email))
}
