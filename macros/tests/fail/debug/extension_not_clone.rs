use doorway::{Extension, debug_handler};

struct Planet;

#[debug_handler]
async fn handler(_: Extension<Planet>) {}

fn main() {}
