use doorway::http_handler;

#[http_handler]
async fn handle(body: Vec<u8>) -> Vec<u8> {
    body
}

fn main() {}
