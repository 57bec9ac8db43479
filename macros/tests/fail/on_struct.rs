use doorway::http_handler;

#[http_handler]
pub struct App;

fn main() {}
