use doorway::debug_handler;

#[debug_handler]
async fn parameter<T>(_: T) {}

#[debug_handler]
async fn argument(_: impl Sized) {}

fn main() {}
