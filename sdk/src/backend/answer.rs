//! The answer to a request of the host: the same way through the app on every backend.

use std::any::TypeId;
#[cfg(target_os = "wasi")]
use std::cell::OnceCell;

use http::StatusCode;

use super::head::Head;
use crate::error::{Error, ErrorKind};
use crate::handler::AsValue;
use crate::message;
use crate::response::reply::{Reply, ReplyFuture};
use crate::{Body, Handler, IntoResponse, Request, Service, router};

/// Answers with an `async fn`.
pub(crate) fn by_handler<T: 'static, H: Handler<T>>(
    handler: &H,
    request: Request,
) -> ReplyFuture<'_> {
    // A function without arguments, or a value, has no view of the target: not to ask for that saves
    // 2.5 kB and a call of the host.
    let kind = TypeId::of::<T>();
    let sees_target = kind != TypeId::of::<((),)>() && kind != TypeId::of::<AsValue>();
    if sees_target && request.has_too_long_target() {
        return Box::pin(std::future::ready(uri_too_long()));
    }
    Box::pin(async { handler.call(request, &()).await.into_reply() })
}

/// Answers with a service.
pub(crate) fn by_service<S: Service + 'static>(service: &S, request: Request) -> ReplyFuture<'_> {
    if request.has_too_long_target() {
        return Box::pin(std::future::ready(uri_too_long()));
    }
    router::call(service, request)
}

/// Answers with the app, which is built at an instance's first request.
#[cfg(target_os = "wasi")]
pub(super) fn by_app<S: Service + 'static>(
    build: fn() -> S,
    request: Request,
) -> ReplyFuture<'static> {
    app(build).answer(request)
}

/// Returns the instance's app, which is built at the first call.
#[cfg(target_os = "wasi")]
pub(super) fn app<S: Service + 'static>(build: fn() -> S) -> &'static dyn App {
    thread_local! {
        static APP: OnceCell<&'static dyn App> = const { OnceCell::new() };
    }
    // An instance keeps its app to its end, so nothing is lost by leaking it.
    APP.with(|app| *app.get_or_init(|| Box::leak(Box::new(build()))))
}

/// The one [`Service`] of a component, whose type a `static` in a generic function cannot name.
#[cfg(target_os = "wasi")]
pub(super) trait App {
    fn answer(&self, request: Request) -> ReplyFuture<'_>;

    /// Prepares what would else be prepared at the second request.
    #[cfg(feature = "warm")]
    fn warm(&self);
}

#[cfg(target_os = "wasi")]
impl<S: Service + 'static> App for S {
    fn answer(&self, request: Request) -> ReplyFuture<'_> {
        by_service(self, request)
    }

    #[cfg(feature = "warm")]
    fn warm(&self) {
        if let Some(router) = (self as &dyn std::any::Any).downcast_ref::<crate::Router>() {
            router.warm();
        }
    }
}

/// A response as a host takes it.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) head: Head,
    /// `None` if none is sent.
    pub(super) body: Option<Body>,
}

impl Answer {
    /// Returns the response to a request, which may have been `HEAD`.
    ///
    /// The reply is lent, and emptied: it is large, and to move it costs 100 instructions.
    pub(super) fn new(reply: &mut Reply, is_head: bool) -> Self {
        make_final(reply);
        let Reply { response, content_type, .. } = reply;
        let body = std::mem::take(response.body_mut());
        let status = response.status();
        let forbids_body = message::forbids_body(status);
        let head = match Head::of_response(response.headers(), *content_type, &body, forbids_body) {
            Ok(head) => head,
            Err(error) => return Self::new(&mut error.into_reply(), is_head),
        };
        let has_body = !body.is_empty() || head.declared.is_some_and(|length| length > 0);
        let body = (has_body && !is_head && !forbids_body).then_some(body);
        Self { status, head, body }
    }

    /// Returns whether a `content-length` of 0 is to be sent: without one a host of WASI 0.3 or of
    /// HTTP/1.1 may wait for the end of the message.
    #[cfg(any(doorway_p3, not(target_os = "wasi")))]
    pub(super) fn tells_empty(&self, is_head: bool) -> bool {
        let may_have_length =
            !matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        self.body.is_none() && !is_head && may_have_length && self.head.declared.is_none()
    }
}

/// Makes an error of a response that is not final: a client would go on waiting.
fn make_final(reply: &mut Reply) {
    let status = reply.response.status();
    if status.is_informational() {
        let message = format!("a handler cannot answer with {}", status.as_u16());
        reply.response = Error::new(ErrorKind::Other, message).into_response();
        reply.content_type = None;
    }
}

const TOO_LONG: &str = r#"{"title":"URI Too Long","status":414,"detail":"the path and the query have more than 65,534 bytes"}"#;

/// Returns the answer to a request whose target is longer than a URI may be
/// ([RFC 9110, 15.5.15](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.15)).
#[cold]
fn uri_too_long() -> Reply {
    let mut reply = Reply::typed("application/problem+json", TOO_LONG);
    *reply.response.status_mut() = StatusCode::URI_TOO_LONG;
    reply
}
