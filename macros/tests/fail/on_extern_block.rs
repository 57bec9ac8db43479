use doorway::http_handler;

#[http_handler]
unsafe extern "C" {}

fn main() {}
