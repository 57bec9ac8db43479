//! [`PendingRequest`]: a request as the client keeps it for redirects and retries.

use http::{HeaderMap, Method};

use super::deadline::{Deadline, Timeout};
use super::error::Error;
use super::into_url::absolute;
use super::redirect::fields::remove_for_redirect;
use super::redirect::history::RedirectHistory;
use super::request_body::{self, RequestBody};
use super::response_state::ResponseState;
use super::url::Url;
use crate::port::client::{SendFn, send_headed};
use crate::{Body, Request};

pub(super) struct PendingRequest {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) fields: Option<Box<Fields>>,
    /// `None` if it is empty.
    pub(super) body: Option<Box<dyn RequestBody>>,
    pub(super) extras: Option<Box<RequestExtras>>,
    /// Its response, whose place in memory is the request's.
    pub(super) response: ResponseState,
}

/// Header fields, with the functions for them: most requests have none, and link none.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) map: HeaderMap,
    pub(super) hooks: &'static FieldHooks,
}

pub(super) struct FieldHooks {
    pub(super) send: SendFn,
    pub(super) remove_for_redirect: fn(&mut HeaderMap, without_body: bool, is_cross_origin: bool),
}

impl From<HeaderMap> for Fields {
    fn from(map: HeaderMap) -> Self {
        static HOOKS: FieldHooks = FieldHooks { send: send_headed, remove_for_redirect };
        Self { map, hooks: &HOOKS }
    }
}

/// The parts of a request that most do not have.
#[derive(Default)]
pub(super) struct RequestExtras {
    pub(super) limits: RequestLimits,
    /// The timeout, once it is running.
    pub(super) deadline: Option<Box<dyn Deadline>>,
    /// Retries since the last redirect.
    pub(super) retries: u32,
    pub(super) redirects: RedirectHistory,
}

/// The limits of a request; `http::Request` keeps them among its extensions.
#[derive(Clone, Copy, Default)]
pub(super) struct RequestLimits {
    pub(super) timeout: Option<Timeout>,
    pub(super) body_limit: Option<usize>,
}

impl PendingRequest {
    pub(super) fn new(method: Method, url: Url) -> Self {
        let response = ResponseState::default();
        Self { method, url, fields: None, body: None, extras: None, response }
    }

    /// Resolves the URL, which may be relative if the request was built elsewhere.
    pub(super) fn resolve(mut self: Box<Self>, base: Option<&Url>) -> Result<Box<Self>, Error> {
        let url = self.url.take();
        self.url = absolute(base, url)?;
        Ok(self)
    }

    pub(super) fn into_request(self) -> Request {
        let limits = self.limits();
        let mut request = Request::new(self.body.map(RequestBody::into_body).unwrap_or_default());
        *request.method_mut() = self.method;
        *request.uri_mut() = self.url.into_uri();
        *request.headers_mut() = self.fields.map(|fields| fields.map).unwrap_or_default();
        if let Some(limits) = limits {
            request.parts.extensions.added().insert(limits);
        }
        request
    }

    /// `None` if its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            fields: self.fields.clone(),
            body: match &self.body {
                Some(body) => Some(body.try_clone()?),
                None => None,
            },
            extras: self.limits().map(RequestExtras::with_limits),
            ..Self::new(self.method.clone(), self.url.clone())
        })
    }

    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        self.fields.as_deref().map(|fields| &fields.map)
    }

    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.fields.get_or_insert_with(|| Box::new(Fields::from(HeaderMap::new()))).map
    }

    /// `None` if it has extras for other reasons, or none.
    fn limits(&self) -> Option<RequestLimits> {
        let limits = self.extras.as_ref()?.limits;
        (limits.timeout.is_some() || limits.body_limit.is_some()).then_some(limits)
    }

    pub(super) fn limits_mut(&mut self) -> &mut RequestLimits {
        &mut self.extras.get_or_insert_default().limits
    }

    pub(super) fn set_body(&mut self, body: Body) {
        self.body = request_body::non_empty(body);
    }

    pub(super) fn take_body(&mut self) -> Body {
        self.body.take().map(RequestBody::into_body).unwrap_or_default()
    }

    /// Whether it can be sent again.
    pub(super) fn is_kept(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.is_kept())
    }
}

impl RequestExtras {
    fn with_limits(limits: RequestLimits) -> Box<Self> {
        Box::new(Self { limits, ..Self::default() })
    }
}

impl From<Request> for PendingRequest {
    fn from(request: Request) -> Self {
        let (mut parts, body) = request.into_parts();
        let extras = parts.extensions.added().remove().map(RequestExtras::with_limits);
        let (url, headers) = (Url::of_uri(parts.uri.into_inner()), parts.headers.into_inner());
        let fields = (!headers.is_empty()).then(|| Box::new(Fields::from(headers)));
        let body = request_body::non_empty(body);
        Self { fields, body, extras, ..Self::new(parts.method, url) }
    }
}
