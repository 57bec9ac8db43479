//! Tokens that jsonwebtoken signs by a secret, and tokens of others that it checks by their public key.

use doorway::http::StatusCode;
use doorway::routing::{get, post};
use doorway::{Router, http_handler};
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use jsonwebtoken::{decode, encode, get_current_timestamp};
use serde::{Deserialize, Serialize};

const SECRET: &[u8] = b"nobody else has these bytes";

const PUBLIC_KEY: &str = "\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmWtG06EaCQg71foQR0iT
yxvyYB5FBMPLwgR8Uyd+Xq8ZTaFfBOT47cMY0XMHyTXshGzzQ58AUt2+onsgldPM
GVLLUlGfDFps88cJk/ip6Ip6AJoS3orKtIgKQjnq/OOWF34NmEtZmpRxOniyI9c1
nlYNKqbB/nAo+ff3xkE9TFISHYpUKV/+Zz3ZeOolG0GeEU5BxU0dqOye+k/di6z7
MUVBT00DoSWzmKxdApdkS3CeOqFBPGCyo99Zydirsz1+innNMtrVfLp761YYrkMz
yF5O6CctE6q88uNAUJ6pLGAnisSN7lyr9TqIc3B4MlKEaPqsAG/93sHho/9deDp9
wQIDAQAB
-----END PUBLIC KEY-----";

#[derive(Deserialize, Serialize)]
struct Claims {
    sub: String,
    exp: u64,
}

#[http_handler]
fn app() -> Router {
    Router::new()
        .route("/token", get(token))
        .route("/subject", post(async |token| subject(token, Algorithm::HS384)))
        .route("/subject-of-others", post(async |token| subject(token, Algorithm::RS256)))
}

async fn token() -> Result<String, StatusCode> {
    let claims = Claims { sub: "ford".to_owned(), exp: get_current_timestamp() + 60 };
    EncodingKey::from_secret(SECRET)
        .and_then(|key| encode(&Header::new(Algorithm::HS384), &claims, &key))
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn subject(token: String, algorithm: Algorithm) -> Result<String, (StatusCode, String)> {
    let claims = key(algorithm)
        .and_then(|key| decode::<Claims>(token, &key, &Validation::new(algorithm)))
        .map_err(|error| (StatusCode::UNAUTHORIZED, error.to_string()))?;
    Ok(claims.claims.sub)
}

fn key(algorithm: Algorithm) -> Result<DecodingKey, Error> {
    match algorithm {
        Algorithm::RS256 => DecodingKey::from_rsa_pem(PUBLIC_KEY.as_bytes()),
        _ => DecodingKey::from_secret(SECRET),
    }
}
