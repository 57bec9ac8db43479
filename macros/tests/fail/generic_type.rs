use doorway::http_handler;

#[http_handler]
async fn handle<T: Default>() -> String {
    String::new()
}

fn main() {}
