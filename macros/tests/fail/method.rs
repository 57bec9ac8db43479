use doorway::http_handler;

struct App;

impl App {
    #[http_handler]
    async fn handle(&mut self) {}
}

fn main() {}
