#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::{Body, Request, http_handler};

#[http_handler]
async fn echo(request: Request) -> Body {
    request.into_body()
}

// The function is unchanged, so a test can call it.
fn main() -> Result<(), doorway::Error> {
    doorway::testing::block_on(async {
        let body = echo(Request::new("hello")).await.collect_up_to(5).await?;
        assert_eq!(body.bytes(), "hello");
        Ok(())
    })
}
