use doorway::http_handler;

#[http_handler]
pub async extern "C" fn handle() {}

fn main() {}
