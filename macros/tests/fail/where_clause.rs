use doorway::http_handler;

#[http_handler]
async fn handle() -> Option<String>
where
    String: Clone,
{
    None
}

fn main() {}
