//! Pages that are always the same.

use doorway::Router;
use doorway::routing::get;

pub(super) fn routes() -> Router {
    Router::new().route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /deny\n" }))
}
