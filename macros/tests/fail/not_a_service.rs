use doorway::http_handler;

#[http_handler]
fn app() -> Result<String, u32> {
    Ok(String::new())
}

fn main() {}
