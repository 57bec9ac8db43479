use doorway::http_handler;

struct App;

#[http_handler]
impl App {}

fn main() {}
