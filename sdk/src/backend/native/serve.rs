//! The response to a request of a test, as its client gets it.

use http::header::{CONTENT_LENGTH, HeaderValue};

use super::pipe::BodyPipe;
use crate::backend::answer::Answer;
use crate::response::reply::Reply;
use crate::{Body, Response};

/// Returns a response as a host sends it.
pub(crate) fn response(mut reply: Reply, is_head: bool) -> Response {
    let answer = Answer::new(&mut reply, is_head);
    let tells_empty = answer.tells_empty(is_head);
    let Answer { status, head, body } = answer;
    let mut response =
        Response::new(body.map_or_else(Body::empty, |body| BodyPipe::through(body, head.declared)));
    *response.status_mut() = status;
    *response.headers_mut() = head.fields;
    if tells_empty {
        let nothing = HeaderValue::from_static("0");
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(nothing);
    }
    response
}
