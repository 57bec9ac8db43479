//! The app that doorway is measured by: seven routes, each of which does one thing.

use doorway::extract::{Path, Query};
use doorway::routing::{get, post};
use doorway::{Body, Error, Json, Request, Router, client};
use futures_util::future::try_join_all;
use futures_util::stream;
use serde::{Deserialize, Serialize};

/// The seven routes.
pub fn routes() -> Router {
    Router::new()
        .route("/hello", get(hello))
        .route("/users/{id}/posts/{post}", get(user_post))
        .route("/json", post(sum))
        .route("/echo", post(echo))
        .route("/stream", get(chunks))
        .route("/proxy", get(proxy))
        .route("/fanout", get(fanout))
}

async fn hello() -> &'static str {
    "Hello, world!"
}

#[derive(Serialize)]
struct Post {
    id: u32,
    post: u32,
}

async fn user_post(Path((id, post)): Path<(u32, u32)>) -> Json<Post> {
    Json(Post { id, post })
}

#[derive(Deserialize)]
struct Numbers {
    name: String,
    values: Vec<f64>,
}

#[derive(Serialize)]
struct Sum {
    name: String,
    sum: f64,
    count: usize,
}

async fn sum(Json(Numbers { name, values }): Json<Numbers>) -> Json<Sum> {
    Json(Sum { name, sum: values.iter().sum(), count: values.len() })
}

async fn echo(body: Body) -> Body {
    body
}

#[derive(Deserialize)]
struct Size {
    bytes: usize,
}

async fn chunks(Query(Size { bytes }): Query<Size>) -> Body {
    static CHUNK: [u8; 16 * 1024] = [b'.'; 16 * 1024];
    let mut left = bytes;
    let chunks = std::iter::from_fn(move || {
        let now = left.min(CHUNK.len());
        left -= now;
        (now > 0).then(|| Ok::<_, Error>(&CHUNK[..now]))
    });
    Body::from_stream(stream::iter(chunks))
}

#[derive(Deserialize)]
struct Upstream {
    url: String,
}

async fn proxy(Query(Upstream { url }): Query<Upstream>) -> Result<Body, Error> {
    fetch(&url).await
}

#[derive(Deserialize)]
struct Fanout {
    url: String,
    n: usize,
}

async fn fanout(Query(Fanout { url, n }): Query<Fanout>) -> Result<String, Error> {
    let lengths = (0..n).map(|_| async {
        let body = fetch(&url).await?.collect(64 * 1024 * 1024).await?;
        Ok::<_, Error>(body.bytes().len())
    });
    let total: usize = try_join_all(lengths).await?.iter().sum();
    Ok(total.to_string())
}

async fn fetch(url: &str) -> Result<Body, Error> {
    let request = Request::builder().uri(url).body(()).map_err(Error::other)?;
    Ok(client::send(request).await?.into_body())
}
