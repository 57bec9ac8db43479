//! The seven routes of the contract app on wstd, which has neither a router nor extractors.

use std::borrow::Cow;

use futures_util::future::try_join_all;
use futures_util::stream;
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use wstd::http::{Body, Client, Error, Method, Request, Response, StatusCode};

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

#[wstd::http_server]
async fn main(request: Request<Body>) -> Result<Response<Body>, Error> {
    let path = request.uri().path();
    match (request.method(), path) {
        (&Method::GET, "/hello") => full(TEXT, "Hello, world!"),
        (&Method::POST, "/json") => sum(request.into_body()).await,
        (&Method::POST, "/echo") => Ok(Response::new(request.into_body())),
        (&Method::GET, "/stream") => chunks(&request),
        (&Method::GET, "/proxy") => proxy(&request).await,
        (&Method::GET, "/fanout") => fanout(&request).await,
        (_, "/hello" | "/json" | "/echo" | "/stream" | "/proxy" | "/fanout") => {
            status(StatusCode::METHOD_NOT_ALLOWED)
        }
        (method, path) => match user_post(path) {
            None => status(StatusCode::NOT_FOUND),
            Some(_) if method != Method::GET => status(StatusCode::METHOD_NOT_ALLOWED),
            Some(None) => status(StatusCode::BAD_REQUEST),
            Some(Some(post)) => full(JSON, Body::from_json(&post)?),
        },
    }
}

#[derive(Serialize)]
struct Post {
    id: u32,
    post: u32,
}

/// The ids of `/users/{id}/posts/{post}`; within, none if they are no numbers.
fn user_post(path: &str) -> Option<Option<Post>> {
    let (id, post) = path.strip_prefix("/users/")?.split_once("/posts/")?;
    if id.is_empty() || post.is_empty() || id.contains('/') || post.contains('/') {
        return None;
    }
    let (id, post) = (id.parse().ok(), post.parse().ok());
    Some(id.zip(post).map(|(id, post)| Post { id, post }))
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

async fn sum(mut body: Body) -> Result<Response<Body>, Error> {
    let Ok(Numbers { name, values }) = body.json().await else {
        return status(StatusCode::BAD_REQUEST);
    };
    let sum = Sum { name, sum: values.iter().sum(), count: values.len() };
    full(JSON, Body::from_json(&sum)?)
}

fn chunks(request: &Request<Body>) -> Result<Response<Body>, Error> {
    static CHUNK: [u8; 16 * 1024] = [b'.'; 16 * 1024];
    let bytes = parameter(request, "bytes").and_then(|bytes| bytes.parse::<usize>().ok());
    let Some(mut left) = bytes else { return status(StatusCode::BAD_REQUEST) };
    let chunks = std::iter::from_fn(move || {
        let now = left.min(CHUNK.len());
        left -= now;
        (now > 0).then(|| &CHUNK[..now])
    });
    Ok(Response::new(Body::from_stream(stream::iter(chunks))))
}

async fn proxy(request: &Request<Body>) -> Result<Response<Body>, Error> {
    let Some(url) = parameter(request, "url") else { return status(StatusCode::BAD_REQUEST) };
    match get(&url).await {
        Ok(response) => Ok(Response::new(response.into_body())),
        Err(error) => bad_gateway(&url, &error),
    }
}

async fn fanout(request: &Request<Body>) -> Result<Response<Body>, Error> {
    let url = parameter(request, "url");
    let n = parameter(request, "n").and_then(|n| n.parse::<usize>().ok());
    let (Some(url), Some(n)) = (url, n) else { return status(StatusCode::BAD_REQUEST) };
    match try_join_all((0..n).map(|_| length(&url))).await {
        Ok(lengths) => full(TEXT, lengths.iter().sum::<usize>().to_string()),
        Err(error) => bad_gateway(&url, &error),
    }
}

async fn length(url: &str) -> Result<usize, Error> {
    let mut body = get(url).await?.into_body().into_boxed_body();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        length += frame?.data_ref().map_or(0, |chunk| chunk.len());
    }
    Ok(length)
}

async fn get(url: &str) -> Result<Response<Body>, Error> {
    Client::new().send(Request::get(url).body(())?).await
}

fn full(content_type: &str, body: impl Into<Body>) -> Result<Response<Body>, Error> {
    Ok(Response::builder().header("content-type", content_type).body(body.into())?)
}

fn status(status: StatusCode) -> Result<Response<Body>, Error> {
    Ok(Response::builder().status(status).body(Body::empty())?)
}

fn bad_gateway(url: &str, error: &Error) -> Result<Response<Body>, Error> {
    eprintln!("GET {url} failed: {error:#}");
    status(StatusCode::BAD_GATEWAY)
}

/// The value of a query parameter.
fn parameter<'a>(request: &'a Request<Body>, name: &str) -> Option<Cow<'a, str>> {
    let query = request.uri().query()?;
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value)
}
