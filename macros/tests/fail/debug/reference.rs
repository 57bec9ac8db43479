use doorway::debug_handler;

#[debug_handler]
async fn handler(_: &str) {}

fn main() {}
