//! Tokens of jwt-simple, signed by a key pair that is made for the request.

use doorway::http::StatusCode;
use doorway::routing::get;
use doorway::{Router, http_handler};
use jwt_simple::prelude::*;

#[http_handler]
fn app() -> Router {
    Router::new().route("/subject", get(subject)).route("/forged", get(forged))
}

fn token(pair: &ES256KeyPair) -> Result<String, jwt_simple::Error> {
    pair.sign(Claims::create(Duration::from_mins(1)).with_subject("ford"))
}

async fn subject() -> Result<String, StatusCode> {
    let pair = ES256KeyPair::generate();
    let claims = token(&pair)
        .and_then(|token| pair.public_key().verify_token::<NoCustomClaims>(&token, None));
    claims.ok().and_then(|claims| claims.subject).ok_or(StatusCode::UNAUTHORIZED)
}

async fn forged() -> Result<String, StatusCode> {
    let pair = ES256KeyPair::generate();
    let claims = token(&ES256KeyPair::generate())
        .and_then(|token| pair.public_key().verify_token::<NoCustomClaims>(&token, None));
    claims.ok().and_then(|claims| claims.subject).ok_or(StatusCode::UNAUTHORIZED)
}
