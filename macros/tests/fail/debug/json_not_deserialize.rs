use doorway::{Json, debug_handler};

struct Planet;

#[debug_handler]
async fn handler(_: Json<Planet>) {}

fn main() {}
