use doorway::http_handler;

#[http_handler]
fn app() -> impl Iterator<Item = u8> {
    0..9
}

fn main() {}
