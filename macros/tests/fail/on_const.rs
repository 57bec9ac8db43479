use doorway::http_handler;

#[http_handler]
const LIMIT: usize = 9;

fn main() {}
