use doorway::http_handler;

#[http_handler]
async fn handle() -> Result<String, Vec<impl Into<u32>>> {
    Err(vec![1_u8, 1, 2, 3])
}

fn main() {}
