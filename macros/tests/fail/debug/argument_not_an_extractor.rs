use doorway::debug_handler;
use doorway::http::Method;

#[debug_handler]
async fn one(_: bool) {}

#[debug_handler]
async fn first_of_two(_: Option<u32>, _: Method) {}

fn main() {}
