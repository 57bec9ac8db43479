//! An app that is built once an instance, and what each request sees of it.

use std::cell::Cell;

use doorway::{Request, Service, http_handler, task};

#[http_handler]
fn app() -> impl Service {
    eprintln!("the app is built");
    let served = Cell::new(0_u64);
    move |mut request: Request| {
        served.set(served.get() + 1);
        let count = served.get();
        let path = request.uri().path().to_owned();
        async move {
            // None but its own, which no later request may see.
            let extensions = request.extensions().len();
            request.extensions_mut().insert(count);
            match path.as_str() {
                "/spawn" => drop(task::spawn(async {})),
                // Keeps the instance busy until the client has sent its body.
                "/hold" => drop(request.into_body().collect_up_to(1024).await),
                _ => {}
            }
            format!("{count} {path} {extensions}\n")
        }
    }
}
