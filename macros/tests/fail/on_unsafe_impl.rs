use doorway::http_handler;

struct App;

#[http_handler]
unsafe impl Send for App {}

fn main() {}
