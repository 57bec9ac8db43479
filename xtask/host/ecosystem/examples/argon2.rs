//! Passwords that argon2 hashes, with a salt of the host's randomness.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use doorway::http::StatusCode;
use doorway::routing::post;
use doorway::{Json, Router, http_handler};
use serde::Deserialize;

#[derive(Deserialize)]
struct Login {
    password: String,
    hash: String,
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/hash", post(hash)).route("/login", post(login))
}

/// Cheaper than by default: this is not compiled for speed.
fn argon2() -> Argon2<'static> {
    let params = Params::new(64, 1, 1, None).expect("the parameters are valid");
    Argon2::from(params)
}

async fn hash(password: String) -> Result<String, StatusCode> {
    let hash = argon2().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn login(Json(login): Json<Login>) -> StatusCode {
    let Ok(hash) = PasswordHash::new(&login.hash) else { return StatusCode::BAD_REQUEST };
    match argon2().verify_password(login.password.as_bytes(), &hash) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}
