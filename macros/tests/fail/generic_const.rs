use doorway::http_handler;

#[http_handler]
fn app<const N: usize, F: Fn() -> [u8; N]>() {}

fn main() {}
