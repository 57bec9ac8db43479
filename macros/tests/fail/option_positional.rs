use doorway::http_handler;

#[http_handler("/planets", GET)]
async fn handle() {}

fn main() {}
