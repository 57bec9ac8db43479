//! The seven routes of the contract app on waki, which has neither a router nor extractors.
//!
//! waki is synchronous: it fetches one URL after the other. It has no streams either: what it sends has
//! to be in memory first.

use serde::{Deserialize, Serialize};
use waki::{Client, ErrorCode, Method, Request, Response, ResponseBuilder, handler};

const TEXT: &str = "text/plain; charset=utf-8";

/// The most that is read of a body at once, in bytes.
const CHUNK: u64 = 64 * 1024;

#[handler]
fn contract(request: Request) -> Result<Response, ErrorCode> {
    let path = request.path();
    let response = match (request.method(), path) {
        (Method::Get, "/hello") => full(TEXT, "Hello, world!"),
        (Method::Post, "/json") => sum(request),
        (Method::Post, "/echo") => match request.body() {
            Ok(body) => Response::builder().body(body),
            Err(_) => status(400),
        },
        (Method::Get, "/stream") => bytes(&request),
        (Method::Get, "/proxy") => proxy(&request),
        (Method::Get, "/fanout") => fanout(&request),
        (_, "/hello" | "/json" | "/echo" | "/stream" | "/proxy" | "/fanout") => status(405),
        (method, path) => match user_post(path) {
            None => status(404),
            Some(_) if !matches!(method, Method::Get) => status(405),
            Some(None) => status(400),
            Some(Some(post)) => Response::builder().json(&post),
        },
    };
    response.build()
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

fn sum(request: Request) -> ResponseBuilder {
    match request.json() {
        Ok(Numbers { name, values }) => {
            let sum = Sum { name, sum: values.iter().sum(), count: values.len() };
            Response::builder().json(&sum)
        }
        Err(_) => status(400),
    }
}

fn bytes(request: &Request) -> ResponseBuilder {
    match request.query().get("bytes").and_then(|bytes| bytes.parse().ok()) {
        Some(bytes) => Response::builder().body(vec![b'.'; bytes]),
        None => status(400),
    }
}

fn proxy(request: &Request) -> ResponseBuilder {
    let mut query = request.query();
    let Some(url) = query.remove("url") else { return status(400) };
    match Client::new().get(&url).send().and_then(Response::body) {
        Ok(body) => Response::builder().body(body),
        Err(error) => bad_gateway(&url, &error),
    }
}

fn fanout(request: &Request) -> ResponseBuilder {
    let mut query = request.query();
    let n = query.get("n").and_then(|n| n.parse::<usize>().ok());
    let (Some(url), Some(n)) = (query.remove("url"), n) else { return status(400) };
    match (0..n).map(|_| length(&url)).sum::<anyhow::Result<usize>>() {
        Ok(total) => full(TEXT, total.to_string()),
        Err(error) => bad_gateway(&url, &error),
    }
}

fn length(url: &str) -> anyhow::Result<usize> {
    let response = Client::new().get(url).send()?;
    let mut length = 0;
    while let Some(chunk) = response.chunk(CHUNK)? {
        length += chunk.len();
    }
    Ok(length)
}

fn full(content_type: &str, body: impl Into<Vec<u8>>) -> ResponseBuilder {
    Response::builder().header("content-type", content_type).body(body)
}

fn status(status: u16) -> ResponseBuilder {
    Response::builder().status_code(status)
}

fn bad_gateway(url: &str, error: &anyhow::Error) -> ResponseBuilder {
    eprintln!("GET {url} failed: {error:#}");
    status(502)
}
