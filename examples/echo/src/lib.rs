//! Sends every request body back, with its trailers.
//!
//! Nobody reads the body here, so the host passes it on and none of it enters the component.

use doorway::{Body, Request, http_handler};

#[http_handler]
async fn echo(request: Request) -> Body {
    request.into_body()
}

#[cfg(test)]
mod tests {
    use doorway::http::HeaderMap;
    use doorway::testing::block_on;
    use doorway::{Body, Error, Request};

    #[test]
    fn sends_back_content_and_trailers() -> Result<(), Error> {
        let mut trailers = HeaderMap::new();
        trailers.insert("x-checksum", "c0ffee".parse().unwrap());
        let request = Request::new(Body::from("Hello").with_trailers(trailers));

        let body = block_on(async { super::echo(request).await.collect(64).await })?;
        assert_eq!(body.bytes(), "Hello");
        assert_eq!(body.trailers().unwrap()["x-checksum"], "c0ffee");
        Ok(())
    }
}
