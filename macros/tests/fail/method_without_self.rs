use doorway::http_handler;

struct App;

impl App {
    #[http_handler]
    async fn handle() {}
}

fn main() {}
