use doorway::http::Uri;
use doorway::{Json, debug_handler};

#[debug_handler]
async fn json(_: Json<()>, _: Uri) {}

#[debug_handler]
async fn text(_: std::string::String, _: Uri) {}

type Text = String;

#[debug_handler]
async fn by_another_name(_: Text, _: Uri) {}

fn main() {}
