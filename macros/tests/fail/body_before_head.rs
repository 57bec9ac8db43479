use doorway::http::Method;
use doorway::http_handler;

#[http_handler]
async fn handle(body: String, method: Method) -> String {
    format!("{method} {body}")
}

fn main() {}
