use doorway::http_handler;

#[http_handler(crate = )]
async fn handle() {}

fn main() {}
