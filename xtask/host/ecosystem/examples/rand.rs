//! Dice, thrown with the randomness of the host and by a seed.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Json, Router, http_handler};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

#[http_handler]
fn app() -> Router {
    Router::new().route("/dice", get(dice)).route("/shuffled/{seed}", get(shuffled))
}

async fn dice() -> Json<Vec<u8>> {
    let mut rng = rand::rng();
    Json((0..100).map(|_| rng.random_range(1..=6)).collect())
}

async fn shuffled(Path(seed): Path<u64>) -> Json<Vec<u8>> {
    let mut numbers: Vec<u8> = (1..=10).collect();
    numbers.shuffle(&mut StdRng::seed_from_u64(seed));
    Json(numbers)
}
