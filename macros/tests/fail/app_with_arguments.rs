use doorway::{Request, http_handler};

#[http_handler]
fn greet(request: Request) -> String {
    request.uri().to_string()
}

fn main() {}
