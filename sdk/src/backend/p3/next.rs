//! The component after a middleware: the imported `wasi:http/handler`.

use http::uri::Authority;
use http::{HeaderMap, Method, Uri};

use super::bindings::wasi::http::handler::handle;
use super::bindings::wasi::http::types::{self, ErrorCode, Scheme};
use super::client::Exchange;
use super::incoming::Told;
use super::wire::{self, Readable, Transmitted};
use super::{Operation, outgoing, upload};
use crate::backend::head::Head;
use crate::backend::wasi::client::{ResponseFuture, set_parts};
use crate::backend::wasi::convert;
use crate::backend::wasi::fields::{self, Fields};
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::message::arrival;
use crate::middleware::NextComponent;
use crate::request::HostAndHeaders;
use crate::target::{self, RedactedUri};
use crate::{Body, Request, Response, trace};

mod response;

/// There is one, as the component is composed with it.
#[derive(Clone, Debug)]
pub(crate) struct NextHandler(());

/// Called by the expansion of `#[http_middleware]`.
#[allow(unreachable_pub)] // Named by the expansion.
pub fn next_component() -> NextComponent {
    NextComponent::of_handler(NextHandler(()))
}

impl NextHandler {
    /// Passes a request on. An unchanged one is the host's own, and so is the response.
    pub(crate) async fn handle(&self, request: Request) -> Result<Response, Error> {
        let request = match untouched(request) {
            Ok(message) => return answer(handle(message).await, None, &Method::GET, Uri::default),
            Err(request) => request,
        };
        let mut request = Changed::of(request);
        match request.sent()? {
            Sent::Whole(message, transmitted) => {
                let answered = handle(message).await;
                answer(answered, Some(transmitted), &request.method, || request.target.uri())
            }
            Sent::Beside(upload) => {
                arrival::response(upload, &request.method, &request.target.uri()).await
            }
        }
    }
}

fn answer(
    answered: Result<types::Response, ErrorCode>,
    transmitted: Option<Transmitted>,
    method: &Method,
    uri: impl FnOnce() -> Uri,
) -> Result<Response, Error> {
    match answered {
        Ok(message) => response::response(message, transmitted),
        Err(code) => Err(message::failed(method, &RedactedUri(&uri()), code.into())),
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

/// A request that is made again.
struct Changed {
    method: Method,
    target: Told,
    headers: HeaderMap,
    body: Body,
}

/// A request that was made again.
enum Sent {
    /// To be handed on. Its body is the host's, if it has any.
    Whole(types::Request, Transmitted),
    Beside(ResponseFuture),
}

impl Changed {
    fn of(request: Request) -> Self {
        match request.into_host_and_headers() {
            Ok(HostAndHeaders { request, method, target, headers }) => {
                let target = request.told(target);
                Self { method, target, headers, body: request.into_body() }
            }
            Err(request) => {
                let target = Told::of(request.uri());
                let (parts, body) = request.into_parts();
                Self { method: parts.method, target, headers: parts.headers.into_inner(), body }
            }
        }
    }

    fn sent(&mut self) -> Result<Sent, Error> {
        let mut body = std::mem::take(&mut self.body);
        let traced = trace::current::pass_on(Some(&self.headers));
        let headers = traced.as_ref().map_or(&self.headers, |(headers, _)| headers);
        let Head { mut fields, declared } = Head::of_request(headers, &body)?;
        // Between components no framing depends on the method.
        if body.is_found_empty() && declared.is_none_or(|length| length == 0) {
            if message::takes_chunks(&self.method) && declared.is_none() {
                fields::append_no_length(&mut fields);
            }
            let (message, transmitted) = self.message(fields, None)?;
            return Ok(Sent::Whole(message, transmitted));
        }
        let (content, writing) = outgoing::begin(body, declared);
        let (message, transmitted) = self.message(fields, Some(content))?;
        Ok(match writing {
            None => Sent::Whole(message, transmitted),
            Some(writing) => Sent::Beside(ResponseFuture {
                exchange: Exchange::new(Operation::new(handle(message)), None),
                upload: Some(upload::start(Some(writing), transmitted)),
            }),
        })
    }

    /// A copy of the request, without anything that is not in its URI.
    fn message(
        &self,
        fields: Fields,
        content: Option<Readable>,
    ) -> Result<(types::Request, Transmitted), Error> {
        let (message, transmitted) = wire::request(fields, content, None);
        let Told { scheme, authority, path } = &self.target;
        let authority = authority.as_deref();
        match set_parts(&message, &self.method, scheme.as_ref(), authority, path.as_deref()) {
            Ok(()) => Ok((message, transmitted)),
            Err(_) => {
                let (method, uri) = (&self.method, self.target.uri());
                let why = format!("the host refuses to hand on {method} {}", RedactedUri(&uri));
                Err(Error::new(ErrorKind::InvalidRequest, why))
            }
        }
    }
}

impl Told {
    fn of(uri: &Uri) -> Self {
        let scheme = uri.scheme_str().map(|scheme| match scheme {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            other => Scheme::Other(other.to_owned()),
        });
        let authority = uri.authority().map(|authority| authority.as_str().to_owned());
        let path = uri.path_and_query().map(|path| path.as_str().to_owned());
        Self { scheme, authority, path }
    }

    /// For messages.
    fn uri(&self) -> Uri {
        let authority = self.authority.as_deref().and_then(|name| Authority::try_from(name).ok());
        let scheme = convert::scheme(self.scheme.clone());
        target::uri(scheme, authority, self.path.as_deref().unwrap_or("/"))
    }
}
