use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Result<Router, String> {
    Ok(Router::new())
}

fn main() {}
