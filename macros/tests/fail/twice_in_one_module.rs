use doorway::http_handler;

#[http_handler]
async fn first() {}

#[http_handler]
async fn second() {}

fn main() {}
