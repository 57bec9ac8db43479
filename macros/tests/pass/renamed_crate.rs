#![deny(warnings)]
#![forbid(unsafe_code)]

mod facade {
    pub use doorway as dw;
}

#[facade::dw::http_handler(crate = crate::facade::dw)]
async fn handle(_: facade::dw::Request) {}

fn main() {}
