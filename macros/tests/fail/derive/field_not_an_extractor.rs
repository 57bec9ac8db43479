use doorway::extract::{FromRequest, FromRequestParts};
use doorway::http::Method;

#[derive(FromRequest)]
struct First {
    _thing: bool,
    _body: String,
}

#[derive(FromRequest)]
struct Last {
    _method: Method,
    _thing: bool,
}

#[derive(FromRequestParts)]
struct OfParts(bool);

#[derive(FromRequest)]
struct InOption {
    _thing: Option<bool>,
    _body: String,
}

fn main() {}
