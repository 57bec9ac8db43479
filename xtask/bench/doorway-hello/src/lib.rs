//! The smallest app, after doorway's read-me.

use doorway::http_handler;

#[http_handler]
async fn hello() -> &'static str {
    "Hello, world!"
}
