use doorway::{Request, http_handler};

#[http_handler]
async fn handle(request: &Request) -> String {
    request.uri().to_string()
}

fn main() {}
