//! The component after a middleware: the imported `wasi:http/handler`.

use super::bindings::wasi::http::handler::handle;
use super::bindings::wasi::http::types::{self, Scheme};
use super::client::ResponseFuture;
use super::wire::{self, Content, Transmitted};
use super::{outgoing, upload};
use crate::backend::wasi::convert;
use crate::backend::wasi::fields::{self, Head};
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::message::arrival;
use crate::middleware::NextComponent;
use crate::target::RedactedUri;
use crate::{Body, Request, Response, trace};

/// There is one, as the component is composed with it.
#[derive(Clone, Debug)]
pub(crate) struct NextHandler(());

/// Called by the expansion of `#[http_middleware]`.
#[allow(unreachable_pub)] // Named by the expansion.
pub fn next_component() -> NextComponent {
    NextComponent::of_handler(NextHandler(()))
}

impl NextHandler {
    /// Passes a request on. An unchanged one is the host's own.
    pub(crate) async fn handle(&self, request: Request) -> Result<Response, Error> {
        let (request, sent) = match untouched(request) {
            Ok(message) => {
                (Request::default(), ResponseFuture::new(Box::pin(handle(message)), None, None))
            }
            Err(mut request) => {
                let body = std::mem::take(request.body_mut());
                let sent = sent(&request, body)?;
                (request, sent)
            }
        };
        arrival::response(sent, request.method(), request.uri()).await
    }
}

/// The host's own request, if it is unchanged.
#[allow(clippy::result_large_err)]
fn untouched(request: Request) -> Result<types::Request, Request> {
    if trace::current::get().is_some() {
        return Err(request);
    }
    let source = request.into_host()?;
    if source.has_fields_to_change() {
        return Err(Request::incoming(source));
    }
    source.into_message().ok_or_else(Request::default)
}

fn sent(request: &Request, mut body: Body) -> Result<ResponseFuture, Error> {
    let traced = trace::current::pass_on(Some(request.headers()));
    let headers = traced.as_ref().map_or(request.headers(), |(headers, _)| headers);
    let head = Head::of_request(headers, &body)?;
    // Between components no framing depends on the method.
    if body.is_found_empty() && head.declared.is_none_or(|length| length == 0) {
        if message::takes_chunks(request.method()) && head.declared.is_none() {
            fields::append_no_length(&head.fields);
        }
        let (message, transmitted) = same_again(request, head, None)?;
        return Ok(ResponseFuture::new(Box::pin(handle(message)), None, Some(transmitted)));
    }
    let (content, writing) = outgoing::begin(body, head.declared);
    let (message, transmitted) = same_again(request, head, Some(content))?;
    let upload = upload::start(writing, transmitted);
    Ok(ResponseFuture::new(Box::pin(handle(message)), Some(upload), None))
}

/// A copy of the request, without anything that is not in its URI.
fn same_again(
    request: &Request,
    head: Head,
    content: Option<Content>,
) -> Result<(types::Request, Transmitted), Error> {
    let (stream, end) = match content {
        Some(Content { stream, end }) => (Some(stream), end),
        None => (None, wire::no_body()),
    };
    let (message, transmitted) = types::Request::new(head.fields, stream, end, None);
    let uri = request.uri();
    let scheme = uri.scheme_str().map(|scheme| match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.to_owned()),
    });
    let authority = uri.authority().map(|authority| authority.as_str());
    let path = uri.path_and_query().map(|path| path.as_str());
    let method = convert::told_method(request.method());
    let refused = method.is_some_and(|method| message.set_method(&method).is_err())
        || scheme.is_some_and(|scheme| message.set_scheme(Some(&scheme)).is_err())
        || message.set_authority(authority).is_err()
        || message.set_path_with_query(path).is_err();
    if refused {
        let why = format!("the host refuses to hand on {} {}", request.method(), RedactedUri(uri));
        return Err(Error::new(ErrorKind::InvalidRequest, why));
    }
    Ok((message, transmitted))
}
