//! An app that cannot be built: its configuration is wrong.

use doorway::client::{self, Client};
use doorway::extract::State;
use doorway::routing::get;
use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Result<Router, client::Error> {
    let client = Client::builder().base_url("api.test/?key=s3cret").build()?;
    Ok(Router::new().route("/", get(async |_: State<Client>| "never")).with_state(client))
}
