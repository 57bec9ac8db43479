//! Programs as one writes them for axum 0.8 and tower, with the tests that they bring: of both only the
//! `use` lines were changed.

use doorway::Response;
use doorway::body::{Body, to_bytes};
use doorway::http::Uri;
use doorway::testing::block_on;

mod asked;
mod bodies;
mod builder;
mod closures;
mod errors;
mod made;
mod requests;
mod services;

/// The text of a response.
async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs a test that is `#[tokio::test]` where it comes from.
fn run(test: impl Future<Output = ()>) {
    block_on(test);
}

/// The path and the query of a URI, which has the host too where that tells it.
fn target(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |target| target.as_str())
}
