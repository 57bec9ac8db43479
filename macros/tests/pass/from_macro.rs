#![deny(warnings)]
#![forbid(unsafe_code)]

// Variables of `macro_rules!` reach the attribute in invisible groups.
macro_rules! handler {
    ($visibility:vis $name:ident, $argument:pat, $ty:ty, $output:ty, $body:block) => {
        #[doorway::http_handler]
        $visibility async fn $name($argument: $ty) -> $output $body
    };
}

handler! { pub(crate) handle, _request, doorway::Request, Result<String, ()>, { Ok(String::new()) } }

fn main() {}
