use doorway::http_handler;

#[http_handler]
async fn handle(body: Option<impl Into<String>>) -> String {
    body.map(Into::into).unwrap_or_default()
}

fn main() {}
