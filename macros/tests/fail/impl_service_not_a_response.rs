use doorway::{Request, Service, http_handler};

#[http_handler]
fn app() -> impl Service {
    |_: Request| async { vec![1_u32] }
}

fn main() {}
