#![deny(warnings)]
#![forbid(unsafe_code)]
#![allow(non_camel_case_types, non_upper_case_globals, dead_code)]

mod doorway {}
mod core {}
mod std {}
struct Response;
struct String;
trait IntoResponse {}
const argument0: () = ();
macro_rules! __export { () => {} }

#[::doorway::http_handler]
async fn handle(request: ::doorway::Request) -> ::std::string::String {
    request.uri().to_string()
}

fn main() {
    let _ = (argument0, Response, String);
    __export!();
}
