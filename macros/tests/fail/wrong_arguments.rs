use doorway::{Request, http_handler};

#[http_handler]
async fn handle(a: Request, b: Request) -> String {
    format!("{} {}", a.uri(), b.uri())
}

fn main() {}
