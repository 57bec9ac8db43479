//! The digest of a body.

use doorway::bytes::Bytes;
use doorway::routing::post;
use doorway::{Router, http_handler};
use sha2::{Digest, Sha256};

#[http_handler]
fn app() -> Router {
    Router::new().route("/digest", post(digest))
}

async fn digest(content: Bytes) -> String {
    Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect()
}
