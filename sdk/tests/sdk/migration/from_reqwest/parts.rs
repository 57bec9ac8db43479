//! The parts of requests: URLs, bodies, requests that are built, and a policy for retries.

use std::sync::Arc;
use std::time::Duration;

use doorway::client::{
    self as reqwest, Body, Client, Method, Request, RequestBuilder, StatusCode, Url, Version,
    header::{self, HeaderMap, HeaderValue},
    retry,
};
use futures_util::stream;

pub fn client() -> reqwest::Result<Client> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("text/plain"));
    let policy = retry::for_host("parts.example")
        .max_retries_per_request(1)
        .max_extra_load(0.5)
        .classify_fn(|req_rep| match (req_rep.method(), req_rep.status()) {
            (&Method::PUT, Some(StatusCode::TOO_EARLY)) => req_rep.retryable(),
            (_, None) if req_rep.error().is_some() => req_rep.retryable(),
            _ => req_rep.success(),
        });
    Client::builder().default_headers(headers).retry(policy).build()
}

pub fn list(base: &Url, pages: u32) -> reqwest::Result<Vec<Url>> {
    (1..=pages).map(|page| base.join(&format!("list?page={page}"))).collect()
}

/// Puts a part, by a request that is built first.
pub async fn put(client: &Client, url: Url, part: &'static str) -> reqwest::Result<String> {
    let mut request = Request::new(Method::PUT, url);
    *request.body_mut() = Some(Body::from(part));
    *request.timeout_mut() = Some(Duration::from_secs(5));
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/x-part"));
    let copy = request.try_clone().expect("not a stream");
    assert_eq!(copy.body().and_then(Body::as_bytes), Some(part.as_bytes()));
    assert_eq!(copy.timeout(), Some(&Duration::from_secs(5)));
    let response = client.execute(copy).await?.error_for_status()?;
    assert_eq!(response.version(), Version::HTTP_11);
    assert_eq!(response.url().host_str(), Some("parts.example"));
    response.text().await
}

pub async fn stream(client: &Client, url: &str) -> reqwest::Result<String> {
    let chunks = ["one, ", "two"].map(Ok::<_, std::io::Error>);
    let builder: RequestBuilder = client.post(url).body(Body::wrap_stream(stream::iter(chunks)));
    let request = builder.build()?;
    assert_eq!((request.url().path(), request.url().scheme()), ("/stream", "https"));
    assert!(request.try_clone().is_none());
    client.execute(request).await?.text().await
}

pub fn jar(url: &str) -> Arc<reqwest::cookie::Jar> {
    let jar = reqwest::cookie::Jar::default();
    jar.add_cookie_str("part=7; Path=/", &url.parse::<Url>().unwrap());
    Arc::new(jar)
}
