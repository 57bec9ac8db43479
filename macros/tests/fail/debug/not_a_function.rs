use doorway::{debug_handler, debug_middleware};

#[debug_handler]
struct Planet;

#[debug_middleware]
impl Planet {}

fn main() {}
