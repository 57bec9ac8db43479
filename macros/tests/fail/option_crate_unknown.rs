use doorway::http_handler;

#[http_handler(crate = gateway)]
async fn handle() {}

fn main() {}
