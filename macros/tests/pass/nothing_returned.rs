#![deny(warnings)]
#![forbid(unsafe_code)]

#[doorway::http_handler]
async fn ping() {}

fn main() {}
