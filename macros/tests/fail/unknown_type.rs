use doorway::http_handler;

#[http_handler]
async fn handle(request: Reqest) -> Respones {
    Respones
}

fn main() {}
