use doorway::http_handler;

#[http_handler]
async fn handle() -> Result<String, impl Iterator<Item = u8>> {
    Err(0..9)
}

fn main() {}
