use doorway::http_handler;

#[http_handler]
pub extern fn app() {}

fn main() {}
