use doorway::http_handler;

#[http_handler(foo = 1)]
async fn handle() {}

fn main() {}
