//! An app that prepares what its features say, or the contract app.

use doorway::{Router, http_handler};
#[cfg(not(feature = "contract"))]
use doorway::{extract::Path, routing::get};

#[cfg(feature = "contract")]
#[http_handler]
fn app() -> Router {
    doorway_guests::contract::routes()
}

#[cfg(not(feature = "contract"))]
#[http_handler]
fn app() -> Router {
    doorway::warm(bench_growth::prepare);
    let router = Router::new().route("/hello", get(ask));
    bench_growth::paths().fold(router, |router, path| router.route(path, get(item)))
}

#[cfg(not(feature = "contract"))]
async fn ask() -> String {
    bench_growth::answer()
}

#[cfg(not(feature = "contract"))]
async fn item(Path(id): Path<String>) -> String {
    id
}
