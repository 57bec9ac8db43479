//! [`Call`]: one request as the client keeps it, for redirects and retries need it again.

use std::time::{Duration, Instant};

use http::{HeaderMap, Method};

use super::deadline::Race;
use super::load::{self, Load};
use super::redirect::{Trail, drop_fields};
use super::response::Answered;
use super::url::{Url, made_elsewhere};
use super::{Client, Error};
use crate::backend::client::{SendFn, send_headed};
use crate::{Body, Request};

pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) fields: Option<Box<Fields>>,
    /// The body, if there is any.
    pub(super) load: Option<Box<dyn Load>>,
    pub(super) more: Option<Box<More>>,
    /// What came of it, in a call that is a response.
    pub(super) answered: Answered,
}

/// The header fields, with what is done about them: most calls have none, and then it is not linked.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) map: HeaderMap,
    pub(super) hooks: &'static Hooks,
}

pub(super) struct Hooks {
    pub(super) send: SendFn,
    /// Leaves out what does not go along with a redirect.
    pub(super) lead_on: fn(&mut HeaderMap, drops_body: bool, leaves: bool),
}

impl From<HeaderMap> for Fields {
    fn from(map: HeaderMap) -> Self {
        static HOOKS: Hooks = Hooks { send: send_headed, lead_on: drop_fields };
        Self { map, hooks: &HOOKS }
    }
}

/// What of a call most do not have.
#[derive(Default)]
pub(super) struct More {
    pub(super) timeout: Option<(Duration, Race)>,
    pub(super) body_limit: Option<usize>,
    /// When the timeout is over.
    pub(super) deadline: Option<Instant>,
    /// How often it was sent again, since the last redirect.
    pub(super) repetitions: u32,
    /// Where redirects have led through.
    pub(super) trail: Trail,
}

/// What of a call http's request has no place for, among its extensions.
#[derive(Clone)]
struct Extra {
    timeout: Option<(Duration, Race)>,
    body_limit: Option<usize>,
}

impl Extra {
    /// What a call has of it.
    fn of(call: &Call) -> Option<Self> {
        let More { timeout, body_limit, .. } = **call.more.as_ref()?;
        (timeout.is_some() || body_limit.is_some()).then_some(Self { timeout, body_limit })
    }

    fn into_more(self) -> Box<More> {
        let Self { timeout, body_limit } = self;
        Box::new(More { timeout, body_limit, ..More::default() })
    }
}

impl Call {
    pub(super) fn new(method: Method, url: Url) -> Self {
        Self { method, url, fields: None, load: None, more: None, answered: Answered::default() }
    }

    pub(super) fn of(request: Request) -> Self {
        let (mut parts, body) = request.into_parts();
        let more = parts.extensions.remove::<Extra>().map(Extra::into_more);
        let (url, headers) = (parts.uri.into_inner().into(), parts.headers.into_inner());
        let fields = (!headers.is_empty()).then(|| Box::new(Fields::from(headers)));
        let load = load::of(body);
        Self { fields, load, more, ..Self::new(parts.method, url) }
    }

    /// That of a request that was made elsewhere, whose URL may be relative to the client's.
    pub(super) fn elsewhere(client: &Client, request: Request) -> Result<Box<Self>, Error> {
        let mut call = Box::new(Self::of(request));
        let url = std::mem::take(&mut call.url).into_uri();
        call.url = made_elsewhere(client.base(), url)?;
        Ok(call)
    }

    pub(super) fn into_request(self) -> Request {
        let extra = Extra::of(&self);
        let Self { method, url, fields, load, .. } = self;
        let mut request = Request::new(load.map(Load::into_body).unwrap_or_default());
        *request.method_mut() = method;
        *request.uri_mut() = url.into_uri();
        *request.headers_mut() = fields.map(|fields| fields.map).unwrap_or_default();
        if let Some(extra) = extra {
            request.extensions_mut().insert(extra);
        }
        request
    }

    /// The same again, unless its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            fields: self.fields.clone(),
            load: match &self.load {
                Some(load) => Some(load.try_clone()?),
                None => None,
            },
            more: Extra::of(self).map(Extra::into_more),
            ..Self::new(self.method.clone(), self.url.clone())
        })
    }

    /// The fields, to be changed.
    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.fields.get_or_insert_with(|| Box::new(Fields::from(HeaderMap::new()))).map
    }

    pub(super) fn timeout(&self) -> Option<(Duration, Race)> {
        self.more.as_ref()?.timeout
    }

    /// How much of a body is read at once.
    pub(super) fn body_limit(&self) -> Option<usize> {
        self.more.as_ref()?.body_limit
    }

    pub(super) fn set_body(&mut self, body: Body) {
        self.load = load::of(body);
    }

    pub(super) fn take_body(&mut self) -> Body {
        self.load.take().map(Load::into_body).unwrap_or_default()
    }

    /// Whether it can be sent again.
    pub(super) fn is_kept(&self) -> bool {
        self.load.as_ref().is_none_or(|load| load.is_kept())
    }
}
