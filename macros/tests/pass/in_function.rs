#![deny(warnings)]
#![forbid(unsafe_code)]

// As in an example in docs, which is wrapped in a `main`.
fn main() {
    use doorway::http_handler;

    #[http_handler]
    async fn hello() -> &'static str {
        "Hello, world!"
    }
}
