//! Answers every request with a greeting.

use doorway::http_handler;

#[http_handler]
async fn hello() -> &'static str {
    "Hello, world!"
}

#[cfg(test)]
mod tests {
    use doorway::testing::TestClient;

    #[test]
    fn greets() {
        let response = TestClient::for_handler(super::hello).get("/").send();
        assert_eq!(response.status(), 200);
        assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(response.text(), "Hello, world!");
    }
}
