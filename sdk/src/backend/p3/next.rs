//! The component after a middleware: the imported `wasi:http/handler`.

use super::bindings::wasi::http::handler::handle;
use super::bindings::wasi::http::types::{self, Scheme};
use super::client::Exchange;
use super::wire::{self, Readable, Transmitted};
use super::{outgoing, upload};
use crate::backend::head::Head;
use crate::backend::wasi::client::{ResponseFuture, set_parts};
use crate::backend::wasi::fields::{self, Fields};
use crate::backend::wasi::upload::Uploading;
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
            Ok(message) => (Request::default(), passed_on(message, None, None)),
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
    let Head { mut fields, declared } = Head::of_request(headers, &body)?;
    // Between components no framing depends on the method.
    if body.is_found_empty() && declared.is_none_or(|length| length == 0) {
        if message::takes_chunks(request.method()) && declared.is_none() {
            fields::append_no_length(&mut fields);
        }
        let (message, transmitted) = same_again(request, fields, None)?;
        return Ok(passed_on(message, Some(transmitted), None));
    }
    let (content, writing) = outgoing::begin(body, declared);
    let (message, transmitted) = same_again(request, fields, Some(content))?;
    Ok(passed_on(message, None, Some(upload::start(writing, transmitted))))
}

fn passed_on(
    message: types::Request,
    transmitted: Option<Transmitted>,
    upload: Option<Box<dyn Uploading>>,
) -> ResponseFuture {
    ResponseFuture { exchange: Exchange::new(Box::pin(handle(message)), transmitted), upload }
}

/// A copy of the request, without anything that is not in its URI.
fn same_again(
    request: &Request,
    fields: Fields,
    content: Option<Readable>,
) -> Result<(types::Request, Transmitted), Error> {
    let (message, transmitted) = wire::request(fields, content, None);
    let (method, uri) = (request.method(), request.uri());
    let scheme = uri.scheme_str().map(|scheme| match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.to_owned()),
    });
    let authority = uri.authority().map(|authority| authority.as_str());
    let path = uri.path_and_query().map(|path| path.as_str());
    match set_parts(&message, method, scheme.as_ref(), authority, path) {
        Ok(()) => Ok((message, transmitted)),
        Err(_) => {
            let why = format!("the host refuses to hand on {method} {}", RedactedUri(uri));
            Err(Error::new(ErrorKind::InvalidRequest, why))
        }
    }
}
