//! One answer to a request, as its client gets it.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method, StatusCode};

use super::fields::Head;
use super::outgoing::Wire;
use super::scope::Scope;
use crate::backend::message;
use crate::response::reply::Reply;
use crate::{Body, IntoResponse, Request, Response};

/// A request that is to be answered.
pub struct Exchange {
    is_head: bool,
    response: Rc<Cell<Option<Response>>>,
}

impl Exchange {
    /// Lets an app answer, within the current scope; `None` if it does not.
    pub(crate) fn serve(
        request: Request,
        app: impl FnOnce(&mut Option<Request>, Self),
    ) -> Option<Response> {
        let response = Rc::default();
        let is_head = request.method() == Method::HEAD;
        app(&mut Some(request), Self { is_head, response: Rc::clone(&response) });
        response.take()
    }

    /// Natively all of a handler is run within its scope.
    pub(crate) fn poll<F: Future<Output = Reply>>(&self, _: Pin<&mut F>) -> Poll<Reply> {
        Poll::Pending
    }

    /// Runs a handler.
    pub(crate) fn wait(
        &self,
        handler: Pin<&mut dyn Future<Output = Reply>>,
        answer: &mut Poll<Reply>,
    ) {
        *answer = Poll::Ready(Scope::current().run(handler));
    }

    /// Takes what a handler answers.
    pub(crate) fn send(self, answer: &mut Poll<Reply>) {
        if let Poll::Ready(reply) = std::mem::replace(answer, Poll::Pending) {
            self.response.set(Some(response(reply, self.is_head)));
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

/// A response as a host sends it.
pub(super) fn response(mut reply: Reply, is_head: bool) -> Response {
    message::make_final(&mut reply);
    let Reply { response: answered, content_type, .. } = reply;
    let (parts, body) = answered.into_parts();
    let status = parts.status;
    let forbids_body = message::forbids_body(status);
    let head = match Head::new(&parts.headers, content_type, &body, forbids_body, "response") {
        Ok(head) => head,
        Err(error) => return response(error.into_reply(), is_head),
    };
    let has_body = !body.is_empty() || head.declared.is_some_and(|length| length > 0);
    let mut response = Response::new(if is_head || forbids_body || !has_body {
        Body::empty()
    } else {
        Wire::body(body, head.declared)
    });
    *response.status_mut() = status;
    *response.headers_mut() = head.fields;
    let may_have_length = !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if response.body().is_empty() && !is_head && may_have_length {
        // That is how HTTP/1.1 hosts tell a client that nothing comes.
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    response
}
