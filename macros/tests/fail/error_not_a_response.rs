use doorway::http_handler;

#[http_handler]
async fn handle() -> Result<String, Vec<u32>> {
    Err(vec![1, 1, 2, 3])
}

fn main() {}
