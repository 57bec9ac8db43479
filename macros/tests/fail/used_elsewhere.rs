use doorway::http_handler;

#[http_handler]
async fn handle<T>(body: T) -> T {
    body
}

async fn twice() {
    handle(handle(2).await).await;
}

fn main() {}
