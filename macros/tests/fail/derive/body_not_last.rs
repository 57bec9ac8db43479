use doorway::Json;
use doorway::extract::{FromRequest, FromRequestParts};
use doorway::http::Method;

#[derive(FromRequest)]
struct Extractor {
    _body: Json<String>,
    _method: Method,
}

#[derive(FromRequestParts)]
struct OfParts {
    _body: String,
}

fn main() {}
