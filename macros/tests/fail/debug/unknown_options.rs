use doorway::debug_handler;

#[debug_handler(foo)]
async fn unknown() {}

#[debug_handler(state = (), state = ())]
async fn twice() {}

#[debug_handler(state)]
async fn no_type() {}

fn main() {}
