//! The seven routes of the contract app on axum by wstd-axum.

use axum::body::Body;
use axum::extract::{Json, Path, Query};
use axum::http::StatusCode;
use axum::routing::{Router, get, post};
use futures_util::future::try_join_all;
use futures_util::stream;
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use wstd::http::{Client, Error, Request, Response};

/// The seven routes.
pub(crate) fn routes() -> Router {
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

async fn proxy(Query(Upstream { url }): Query<Upstream>) -> Result<Body, StatusCode> {
    let response = fetch(&url).await.map_err(|error| bad_gateway(&url, &error))?;
    Ok(Body::new(response.into_body().into_boxed_body()))
}

#[derive(Deserialize)]
struct Fanout {
    url: String,
    n: usize,
}

async fn fanout(Query(Fanout { url, n }): Query<Fanout>) -> Result<String, StatusCode> {
    let lengths = try_join_all((0..n).map(|_| length(&url))).await;
    let lengths = lengths.map_err(|error| bad_gateway(&url, &error))?;
    Ok(lengths.iter().sum::<usize>().to_string())
}

async fn length(url: &str) -> Result<usize, Error> {
    let mut body = fetch(url).await?.into_body().into_boxed_body();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        length += frame?.data_ref().map_or(0, |chunk| chunk.len());
    }
    Ok(length)
}

async fn fetch(url: &str) -> Result<Response<wstd::http::Body>, Error> {
    Client::new().send(Request::get(url).body(())?).await
}

fn bad_gateway(url: &str, error: &Error) -> StatusCode {
    eprintln!("GET {url} failed: {error:#}");
    StatusCode::BAD_GATEWAY
}
