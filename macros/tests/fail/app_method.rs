use doorway::http_handler;

struct App;

impl App {
    #[http_handler]
    fn build(self: Box<Self>) {}
}

fn main() {}
