#![deny(warnings)]
#![forbid(unsafe_code)]

macro_rules! handler {
    ($item:item) => {
        #[doorway::http_handler]
        $item
    };
}

handler! { async fn handle() {} }

fn main() {}
