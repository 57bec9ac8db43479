//! Services that are called, in the place of the network.

use doorway::body::Sender;
use doorway::testing::{Chunks, TestClient, block_on};
use doorway::{Body, Error, Request, Response, client};

/// A request without a body.
pub(crate) fn to(url: &str) -> Request {
    Request::builder().uri(url).body(Body::empty()).unwrap().into()
}

/// Sends the request on to `https://api.test`, with its path and query.
pub(crate) async fn forward(mut request: Request) -> Result<Response, Error> {
    let target = request.uri().path_and_query().unwrap().as_str();
    *request.uri_mut() = format!("https://api.test{target}").parse().unwrap();
    client::send(request).await
}

/// A client for its upstreams only.
pub(crate) fn upstreams() -> TestClient {
    TestClient::new(|_: Request| async {})
}

/// The body of what came.
pub(crate) async fn read(response: Result<Response, Error>) -> Result<String, Error> {
    response?.into_body().collect_up_to(1 << 20).await?.into_string()
}

/// Sends chunks after `one`, each of them once the one before has come back.
pub(crate) fn talk(sender: &mut Sender, chunks: &mut Chunks<'_>) {
    for (chunk, next) in [("one", Some("two")), ("two", Some("three")), ("three", None)] {
        assert_eq!(chunks.next().unwrap().unwrap(), chunk);
        if let Some(next) = next {
            block_on(sender.send(next)).unwrap();
        }
    }
}
