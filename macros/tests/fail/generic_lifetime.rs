use doorway::http_handler;

#[http_handler]
async fn handle<'a>() -> &'a str {
    ""
}

fn main() {}
