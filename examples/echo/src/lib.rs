//! Sends every request body back, with its trailers.
//!
//! The body is not read here, so the host passes it on and none of it enters the component.

use doorway::{Body, Request, http_handler};

#[http_handler]
async fn echo(request: Request) -> Body {
    request.into_body()
}

#[cfg(test)]
mod tests {
    use doorway::Body;
    use doorway::http::HeaderMap;
    use doorway::testing::TestClient;

    #[test]
    fn sends_back_content_and_trailers() {
        let mut trailers = HeaderMap::new();
        trailers.insert("x-checksum", "c0ffee".parse().unwrap());
        let body = Body::from("Hello").with_trailers(trailers);

        let response = TestClient::for_handler(super::echo).post("/").body(body).send();
        assert_eq!(response.text(), "Hello");
        assert_eq!(response.trailers().unwrap()["x-checksum"], "c0ffee");
    }
}
