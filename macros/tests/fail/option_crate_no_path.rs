use doorway::http_handler;

#[http_handler(crate = "doorway")]
async fn handle() {}

fn main() {}
