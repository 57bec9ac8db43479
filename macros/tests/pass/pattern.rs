#![deny(warnings)]
#![forbid(unsafe_code)]

mod wrapped {
    pub type Request<const N: usize = { 1 << 2 }> = doorway::Request;
}

#[doorway::http_handler]
async fn handle(
    #[allow(unused_variables)] self::wrapped::Request::<4> { .. }: wrapped::Request<{ 8 >> 1 }>,
) -> String {
    String::new()
}

fn main() {}
