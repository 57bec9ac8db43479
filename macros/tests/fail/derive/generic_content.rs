use doorway::extract::{FromRequest, Json};
use doorway::routing::get;
use doorway::{Router, debug_handler};

#[derive(FromRequest)]
#[from_request(via(Json))]
struct AppJson<T>(T);

struct Planet;

#[debug_handler]
async fn handler(_: AppJson<Planet>) {}

fn main() {
    let _: Router = Router::new().route("/", get(handler));
}
