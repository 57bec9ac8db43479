use doorway::extract::State;
use doorway::http_handler;

#[http_handler]
async fn handle(State(name): State<String>) -> String {
    name
}

fn main() {}
