//! The upstreams of a test: services in place of the network.

use std::fmt;
use std::pin::Pin;
use std::rc::Rc;

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::error::ErrorCode;
use crate::{Request, Response, Service};

/// The destination of requests, without a path
/// ([RFC 9110, 4.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-4.3.1)).
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
}

impl Origin {
    /// The origin of an absolute URI.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        Some(Self { scheme: uri.scheme()?.clone(), authority: uri.authority()?.clone() })
    }

    fn port(&self) -> Option<u16> {
        let default = if self.scheme == Scheme::HTTPS { 443 } else { 80 };
        self.authority.port_u16().or(Some(default))
    }
}

/// Compares scheme, host and port, however they are written.
impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.authority.host().eq_ignore_ascii_case(other.authority.host())
            && self.port() == other.port()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

pub(crate) type Answering = Pin<Box<dyn Future<Output = Response>>>;

type Answer = Rc<dyn Fn(Request) -> Answering>;

#[derive(Clone, Default)]
pub(crate) struct Upstreams(Vec<(Origin, Answer)>);

impl Upstreams {
    /// Adds an upstream, or replaces the one at the same origin.
    pub(crate) fn add<S: Service + 'static>(&mut self, origin: Origin, service: S) {
        let service = Rc::new(service);
        self.0.retain(|(other, _)| *other != origin);
        self.0.push((
            origin,
            Rc::new(move |request| {
                let service = service.clone();
                Box::pin(async move { service.call(request).await })
            }),
        ));
    }

    pub(crate) fn answer(&self, origin: &Origin, request: Request) -> Option<Answering> {
        let (_, answer) = self.0.iter().find(|(other, _)| other == origin)?;
        Some(answer(request))
    }

    pub(crate) fn origins(&self) -> Vec<String> {
        self.0.iter().map(|(origin, _)| origin.to_string()).collect()
    }
}

/// The reason why an upstream has no response, as an extension of one.
#[derive(Clone)]
pub(crate) struct Failure(pub(crate) ErrorCode);
