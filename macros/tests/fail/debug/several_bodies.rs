use doorway::body::Bytes;
use doorway::http::{Method, Uri};
use doorway::{Json, debug_handler};

#[debug_handler]
async fn two(_: Json<()>, _: String, _: Uri) {}

#[debug_handler]
async fn three(_: Json<()>, _: Method, _: Bytes, _: Uri, _: String) {}

fn main() {}
