//! JSON in and out.

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, JSON};
use crate::bindings::wasi::http::types::{Request, Response};
use crate::body::{Unread, of_request, read};

/// The most that is read of a body, in bytes.
const LIMIT: usize = 2 * 1024 * 1024;

#[derive(Serialize)]
pub(crate) struct Ids {
    id: u32,
    post: u32,
}

/// The ids of `/users/{id}/posts/{post}`; within, none if they are no numbers.
pub(crate) fn ids(path: &str) -> Option<Option<Ids>> {
    let (id, post) = path.strip_prefix("/users/")?.split_once("/posts/")?;
    if id.is_empty() || post.is_empty() || id.contains('/') || post.contains('/') {
        return None;
    }
    let (id, post) = (id.parse().ok(), post.parse().ok());
    Some(id.zip(post).map(|(id, post)| Ids { id, post }))
}

pub(crate) fn user_post(ids: Option<Ids>, answer: Answer) -> Response {
    match ids {
        Some(ids) => send(&ids, answer),
        None => answer.empty(400),
    }
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

pub(crate) async fn sum(request: Request, answer: Answer) -> Response {
    let content_type = request.get_headers().get("content-type");
    if !content_type.first().is_some_and(|value| value.starts_with(b"application/json")) {
        return answer.empty(415);
    }
    let json = match read(of_request(request), LIMIT).await {
        Ok(json) => json,
        Err(Unread::Broken) => return answer.empty(400),
        Err(Unread::TooLarge) => return answer.empty(413),
    };
    match serde_json::from_slice(&json) {
        Ok(Numbers { name, values }) => {
            send(&Sum { name, sum: values.iter().sum(), count: values.len() }, answer)
        }
        Err(error) if error.is_data() => answer.empty(422),
        Err(_) => answer.empty(400),
    }
}

fn send(value: &impl Serialize, answer: Answer) -> Response {
    match serde_json::to_vec(value) {
        Ok(json) => answer.full(JSON, json),
        Err(_) => answer.empty(500),
    }
}
