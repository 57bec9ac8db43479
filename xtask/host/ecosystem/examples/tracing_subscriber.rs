//! Lines of tracing on stderr, which hosts log.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Router, http_handler};
use tracing::{Level, info, instrument, warn};

#[http_handler]
fn app() -> Router {
    // Without it stdout gets the lines; a host may have none for components.
    let lines = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false);
    // An instance may build its app once more, as after a panic.
    let _ = lines.with_max_level(Level::INFO).try_init();
    Router::new().route("/{cups}", get(tea))
}

#[instrument]
async fn tea(Path(cups): Path<u32>) -> String {
    tracing::debug!("nobody sees this");
    if cups > 2 {
        warn!(limit = 2, "that is a lot of tea");
    }
    info!("tea is served");
    format!("{cups} cups of tea")
}
