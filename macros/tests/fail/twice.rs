use doorway::http_handler;

#[http_handler]
async fn first() {}

mod inner {
    #[doorway::http_handler]
    pub async fn second() {}
}

fn main() {}
