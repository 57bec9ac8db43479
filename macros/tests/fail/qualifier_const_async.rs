use doorway::http_handler;

#[http_handler]
const async fn handle() {}

fn main() {}
