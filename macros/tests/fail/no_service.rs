use doorway::http_handler;

#[http_handler]
fn app() {}

fn main() {}
