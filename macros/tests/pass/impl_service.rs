#![deny(warnings)]
#![forbid(unsafe_code)]

use std::cell::Cell;

use doorway::{Request, Service, http_handler};

#[http_handler]
fn app() -> impl Service + use<> {
    let served = Cell::new(0);
    move |_: Request| {
        served.set(served.get() + 1);
        let count = served.get();
        async move { format!("request {count} of this instance") }
    }
}

fn main() {}
