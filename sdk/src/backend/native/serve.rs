//! One answer to a request, as its client gets it.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::rc::Rc;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method, StatusCode};

use super::fields::Head;
use super::pipe::BodyPipe;
use super::scope::Scope;
use super::upstreams::Answering;
use crate::backend::message;
use crate::handler::Replier;
use crate::response::reply::Reply;
use crate::{Body, IntoResponse, Request, Response};

/// A request that is to be answered.
pub struct Exchange<'a> {
    is_head: bool,
    response: Rc<Cell<Option<Response>>>,
    app: PhantomData<&'a ()>,
}

impl<'a> Exchange<'a> {
    /// Lets an app answer, within the current scope; `None` if it does not.
    pub(crate) fn serve(
        request: Request,
        app: impl FnOnce(&mut Option<Request>, Self),
    ) -> Option<Response> {
        let response = Rc::default();
        let is_head = request.method() == Method::HEAD;
        app(&mut Some(request), Self { is_head, response: Rc::clone(&response), app: PhantomData });
        response.take()
    }

    /// Lets an app answer beside others, within the current scope.
    pub(crate) async fn serve_beside(
        request: Request,
        app: impl FnOnce(Request) -> Answering,
    ) -> Response {
        let is_head = request.method() == Method::HEAD;
        response(app(request).await.into(), is_head)
    }

    /// Answers with a reply to the request. Nothing of that is held while the answer is sent.
    pub(crate) fn answer(self, request: &mut Option<Request>, replier: impl Replier + 'a) {
        let Some(head) = request else { return };
        let reply = run(pin!(replier.reply(head)));
        *request = None;
        self.send(reply);
    }

    /// Answers with what a future gives that has the request.
    pub(crate) fn answer_by(self, replying: impl Future<Output = Reply> + 'a) {
        self.send(run(pin!(replying)));
    }

    /// Answers with a reply that is there.
    pub(crate) fn send(self, reply: Reply) {
        self.response.set(Some(response(reply, self.is_head)));
    }
}

impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

/// Natively all of a handler is run within its scope. One function for all of them.
fn run(replying: Pin<&mut dyn Future<Output = Reply>>) -> Reply {
    Scope::current().run(replying)
}

/// A response as a host sends it.
pub(super) fn response(mut reply: Reply, is_head: bool) -> Response {
    message::make_final(&mut reply);
    let Reply { response: answered, content_type, .. } = reply;
    let (parts, body) = answered.into_parts();
    let status = parts.status;
    let forbids_body = message::forbids_body(status);
    let head = match Head::of_response(&parts.headers, content_type, &body, forbids_body) {
        Ok(head) => head,
        Err(error) => return response(error.into_reply(), is_head),
    };
    let has_body = !body.is_empty() || head.declared.is_some_and(|length| length > 0);
    let mut response = Response::new(if is_head || forbids_body || !has_body {
        Body::empty()
    } else {
        BodyPipe::through(body, head.declared)
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
