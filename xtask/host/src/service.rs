//! Answers one request: waits for its turn, hands it to an instance, and turns every failure into a
//! status.

use crate::body::Delivery;
use crate::error::chain;
use crate::exchange::{Entry, Exchange};
use crate::worker::Factory;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http::uri::{Authority, Scheme};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body::Body;
use http_body_util::{BodyExt, Either, Empty};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Semaphore;
use wasmtime_wasi_http::handler::{InstantiationError, ProxyHandler};
use wasmtime_wasi_http::{Error, p2, p3};

/// The parts that every connection of a server needs.
pub(crate) struct Service {
    handler: RwLock<ProxyHandler<Factory>>,
    pub(crate) turns: Arc<Semaphore>,
}

/// A guest's body, or none: what the host itself answers has no body.
type Reply = Response<Either<Delivery, Empty<Bytes>>>;

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

impl Service {
    pub(crate) fn new(factory: Factory, turns: Arc<Semaphore>) -> Self {
        Self { handler: RwLock::new(ProxyHandler::new(factory)), turns }
    }

    /// The handler of the component that is served now.
    pub(crate) fn handler(&self) -> ProxyHandler<Factory> {
        self.handler.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves another component from the next request on. Those under way keep theirs.
    pub(crate) fn swap(&self, factory: Factory) {
        let handler = ProxyHandler::new(factory);
        *self.handler.write().unwrap_or_else(PoisonError::into_inner) = handler;
    }

    /// Answers a request of HTTP, failures by a status.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Result<Reply, Infallible> {
        Ok(match self.handle(request, Leaving::IsIgnored).await {
            Ok(response) => response.map(Either::Left),
            Err(refusal) => {
                let mut response = Response::new(Either::Right(Empty::new()));
                *response.status_mut() = refusal.status;
                response
            }
        })
    }

    /// Hands a request to an instance, when its turn has come.
    pub(crate) async fn handle<B>(
        &self,
        request: Request<B>,
        leaving: Leaving,
    ) -> Result<Response<Delivery>, Refusal>
    where
        B: Body<Data = Bytes, Error: Into<Error>> + Send + 'static,
    {
        let handler = self.handler();
        let options = &handler.state().options;
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let label = format!("{} {path}", request.method());
        let head = request.method() == Method::HEAD;
        let mut entry = Entry::new(options.log.clone(), label.clone());

        if request.uri().authority().is_none() && !request.headers().contains_key(HOST) {
            return Err(Refusal::new(entry, StatusCode::BAD_REQUEST, "the request names no host"));
        }
        let Ok(permit) = Arc::clone(&self.turns).acquire_owned().await else {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return Err(Refusal::new(entry, status, "the server is stopping"));
        };
        let exchange = Arc::new(Exchange::new(label, permit));
        let request = with_whole_uri(request);
        let request = request.map(|body| body.map_err(Into::into).boxed_unsync());
        let handled = handler.handle(Arc::clone(&exchange), request);
        let late = format!("no response within {:?}", options.timeout);
        let waiting = match leaving {
            Leaving::IsIgnored => None,
            Leaving::Cancels => Some(Waiting(&exchange)),
        };
        let handled = tokio::time::timeout(options.timeout, handled).await;
        std::mem::forget(waiting);
        match handled {
            Ok(Ok(response)) => {
                entry.status = Some(response.status().as_u16());
                entry.note = None;
                let missing = if head { Some(0) } else { promised(&response) };
                Ok(response.map(|body| Delivery::new(body, exchange, entry, missing)))
            }
            // An instance whose time is over may be gone a moment before our own clock says so.
            Ok(Err(_)) if exchange.waiting_since().elapsed() >= options.timeout => {
                Err(Refusal::new(entry, StatusCode::GATEWAY_TIMEOUT, &late))
            }
            Ok(Err(error)) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                let refusal = Refusal::new(entry, status, &reason(&error));
                Err(Refusal { code: code(error), ..refusal })
            }
            Err(_) => Err(Refusal::new(entry, StatusCode::GATEWAY_TIMEOUT, &late)),
        }
    }
}

/// The effect of a client that leaves before the head of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// The guest goes on, and what comes of it is dropped.
    IsIgnored,
    /// The guest is stopped, unless its instance has other requests, too.
    Cancels,
}

/// Dropped before there is a response, it tells the instance.
struct Waiting<'a>(&'a Exchange);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// Why a request has no response of a guest.
#[derive(Debug)]
pub struct Refusal {
    /// The status that a client of HTTP gets.
    pub status: StatusCode,
    /// The reason, as it is logged.
    pub why: String,
    /// The error that the guest answered with.
    pub code: Option<Error>,
}

impl Refusal {
    fn new(mut entry: Entry, status: StatusCode, why: &str) -> Self {
        entry.status = Some(status.as_u16());
        entry.note = Some(why.to_owned());
        Self { status, why: why.to_owned(), code: None }
    }
}

/// The error that a guest answered with instead of a response.
fn code(error: wasmtime::Error) -> Option<Error> {
    match error.downcast::<p2::bindings::http::types::ErrorCode>() {
        Ok(code) => Some(code.into()),
        Err(error) => error.downcast::<p3::bindings::http::types::ErrorCode>().ok().map(Into::into),
    }
}

/// The request with the authority that its `host` names (RFC 9110, 7.1). wasmtime finds it by itself on
/// WASI 0.2 alone.
fn with_whole_uri<B>(mut request: Request<B>) -> Request<B> {
    let host = request.headers().get(HOST).map(|host| host.as_bytes().to_vec());
    if request.uri().authority().is_none()
        && let Some(authority) = host.and_then(|host| Authority::from_maybe_shared(host).ok())
    {
        let mut parts = request.uri().clone().into_parts();
        parts.scheme.get_or_insert(Scheme::HTTP);
        parts.authority = Some(authority);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// Why there is no response. If the guest trapped, its worker logs the details.
fn reason(error: &wasmtime::Error) -> String {
    if let Some(error) = error.downcast_ref::<InstantiationError<Arc<Exchange>>>() {
        format!("cannot make an instance: {}", chain(&error.error))
    } else if let Some(code) = error.downcast_ref::<p2::bindings::http::types::ErrorCode>() {
        format!("the guest answered with {code:?}")
    } else if let Some(code) = error.downcast_ref::<p3::bindings::http::types::ErrorCode>() {
        format!("the guest answered with {code:?}")
    } else {
        "the guest gave no response".to_owned()
    }
}

/// The length that the response declares; none for the statuses that have no body (RFC 9110,
/// 6.4.1).
fn promised<B>(response: &Response<B>) -> Option<u64> {
    match response.status() {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => Some(0),
        _ => response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok(),
    }
}
