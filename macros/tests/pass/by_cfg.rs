#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::http_handler;

#[http_handler]
#[cfg(not(windows))]
#[cfg(not(unix))]
async fn neither() {}

#[http_handler]
#[cfg(any(windows, unix))]
async fn either() {}

fn main() {}
