use doorway::http_handler;

#[http_handler]
async fn handle(arguments: ...) {}

fn main() {}
