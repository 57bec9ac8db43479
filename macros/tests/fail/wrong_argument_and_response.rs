use doorway::http_handler;

#[http_handler]
async fn handle(id: u32) -> u32 {
    id
}

fn main() {}
