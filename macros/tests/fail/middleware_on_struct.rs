use doorway::http_middleware;

#[http_middleware]
struct Front;

fn main() {}
