use doorway::client::{self, Client};
use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Result<Router, client::Error> {
    let client = Client::builder().base_url("https://api.example/").build()?;
    Ok(Router::new().with_state(client))
}

fn main() {
    assert!(app().is_ok());
}
