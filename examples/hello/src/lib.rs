//! Answers every request with a greeting.

use doorway::http_handler;

#[http_handler]
async fn hello() -> &'static str {
    "Hello, world!"
}

#[cfg(test)]
mod tests {
    use doorway::IntoResponse;
    use doorway::testing::block_on;

    #[test]
    fn greets() {
        let response = block_on(super::hello()).into_response();
        assert_eq!(response.status(), 200);
        let body = block_on(response.into_body().collect(64)).unwrap();
        assert_eq!(body.bytes(), "Hello, world!");
    }
}
