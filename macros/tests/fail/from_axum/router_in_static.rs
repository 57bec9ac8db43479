use std::sync::{Arc, OnceLock};
use std::thread;

use doorway::Router;

static APP: OnceLock<Router> = OnceLock::new();

fn main() {
    let _ = APP.get_or_init(Router::new);
    let app: Arc<Router> = Arc::new(Router::new());
    thread::spawn(move || drop(app));
}
