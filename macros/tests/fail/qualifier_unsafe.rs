use doorway::http_handler;

#[http_handler]
async unsafe fn handle() {}

fn main() {}
