//! An app that is built once an instance, and what each request sees of it.

use std::cell::Cell;

use doorway::{Request, Service, http_handler, task};

#[http_handler]
fn app() -> impl Service {
    eprintln!("the app is built");
    let served = Cell::new(0_u64);
    move |request: Request| {
        served.set(served.get() + 1);
        let count = served.get();
        let path = request.uri().path().to_owned();
        async move {
            if path == "/spawn" {
                task::spawn(async {});
            }
            format!("{count} {path} {}\n", request.extensions().len())
        }
    }
}
