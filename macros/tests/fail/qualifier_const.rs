use doorway::http_handler;

#[http_handler]
const fn app() {}

fn main() {}
