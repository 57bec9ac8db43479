use doorway::debug_handler;
use doorway::extract::Path;

#[debug_handler]
async fn handler(_: Path<String>, _: Path<String>) {}

fn main() {}
