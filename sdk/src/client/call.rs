//! [`Call`]: one request as the client keeps it, for redirects and retries need it again.

use std::time::{Duration, Instant};

use http::{HeaderMap, Method};

use super::deadline::Race;
use super::response::Answered;
use super::url::{Url, made_elsewhere};
use super::{Client, Error};
use crate::{Body, Request};

pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    pub(super) timeout: Option<(Duration, Race)>,
    pub(super) body_limit: Option<usize>,
    /// When the timeout is over, once somebody wanted to know.
    pub(super) deadline: Option<Instant>,
    /// What came of it, in a call that is a response.
    pub(super) answered: Answered,
}

/// What of a call http's request has no place for, among its extensions.
#[derive(Clone)]
struct Extra {
    timeout: Option<(Duration, Race)>,
    body_limit: Option<usize>,
}

impl Call {
    pub(super) fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Body::empty(),
            timeout: None,
            body_limit: None,
            deadline: None,
            answered: Answered::default(),
        }
    }

    pub(super) fn of(request: Request) -> Self {
        let (mut parts, body) = request.into_parts();
        let extra = parts.extensions.remove::<Extra>();
        let (timeout, body_limit) =
            extra.map_or((None, None), |extra| (extra.timeout, extra.body_limit));
        let (url, headers) = (parts.uri.into_inner().into(), parts.headers.into_inner());
        Self { headers, body, timeout, body_limit, ..Self::new(parts.method, url) }
    }

    /// That of a request that was made elsewhere, whose URL may be relative to the client's.
    pub(super) fn elsewhere(client: &Client, request: Request) -> Result<Box<Self>, Error> {
        let mut call = Box::new(Self::of(request));
        let url = std::mem::take(&mut call.url).into_uri();
        call.url = made_elsewhere(client.base(), url)?;
        Ok(call)
    }

    pub(super) fn into_request(self) -> Request {
        let Self { method, url, headers, body, timeout, body_limit, .. } = self;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = url.into_uri();
        *request.headers_mut() = headers;
        if timeout.is_some() || body_limit.is_some() {
            request.extensions_mut().insert(Extra { timeout, body_limit });
        }
        request
    }

    /// The same again, unless its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            headers: self.headers.clone(),
            body: self.body.try_clone()?,
            timeout: self.timeout,
            body_limit: self.body_limit,
            ..Self::new(self.method.clone(), self.url.clone())
        })
    }

    /// The body to be sent, and whether it is here still, to be sent again: not if it is a stream.
    pub(super) fn share_body(&mut self) -> (Body, bool) {
        match self.body.share() {
            Some(body) => (body, true),
            None => (std::mem::take(&mut self.body), false),
        }
    }
}
