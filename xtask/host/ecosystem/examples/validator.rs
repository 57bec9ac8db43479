//! A form of JSON that validator checks.

use doorway::http::StatusCode;
use doorway::routing::post;
use doorway::{Json, Router, http_handler};
use serde::Deserialize;
use validator::{Validate, ValidationErrors};

#[derive(Deserialize, Validate)]
struct Guest {
    #[validate(length(min = 2))]
    name: String,
    #[validate(email)]
    email: String,
    #[validate(range(max = 120))]
    age: u8,
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/guests", post(invite))
}

async fn invite(Json(guest): Json<Guest>) -> Result<String, (StatusCode, Json<ValidationErrors>)> {
    guest.validate().map_err(|errors| (StatusCode::UNPROCESSABLE_ENTITY, Json(errors)))?;
    Ok(format!("{}, {}, is invited at {}", guest.name, guest.age, guest.email))
}
