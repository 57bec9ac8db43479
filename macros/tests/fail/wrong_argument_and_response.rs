use doorway::http_handler;

#[http_handler]
async fn handle(id: u32) -> Vec<u32> {
    vec![id]
}

fn main() {}
