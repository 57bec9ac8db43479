use doorway::{debug_handler, debug_middleware};

#[debug_handler]
fn nothing() {}

#[debug_handler]
fn text() -> String {
    String::new()
}

#[debug_handler]
fn number_later() -> std::future::Ready<u32> {
    std::future::ready(1)
}

#[debug_middleware]
fn middleware() {}

fn main() {}
