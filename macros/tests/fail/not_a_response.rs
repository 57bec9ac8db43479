use doorway::http_handler;

#[http_handler]
async fn handle() -> Vec<u32> {
    vec![1, 1, 2, 3]
}

fn main() {}
