//! The execution of a request: the time limit around all, redirects around retries around one
//! exchange.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::HeaderMap;

use super::error::Error;
use super::pending_request::PendingRequest;
use super::response::Response;
use super::settings::{Client, Delay, Settings};
use crate::from_axum::send;
use crate::port::client::{Arrival, OutgoingHead, ResponseFuture};
use crate::target::RedactedUri;
use crate::{error, port, trace};

mod redirect;
pub(super) mod retry;

/// A future of a response. It is small, as futures are moved about, and polled by hand: one function
/// for all stages is smaller than a future for each.
pub(super) struct Execute {
    client: Client,
    /// `None` once it is done.
    pending: Option<Box<PendingRequest>>,
    stage: Stage,
    follows_redirects: bool,
    not_send: send::Marker,
}

enum Stage {
    New,
    /// The settings of the client were applied.
    Prepared,
    Sent(ResponseFuture),
    /// Before a retry.
    Delayed(Delay),
    /// `None` once that was returned.
    Failed(Option<Error>),
}

impl Execute {
    pub(super) fn new(client: Client, pending: Result<Box<PendingRequest>, Error>) -> Self {
        let (pending, stage) = match pending {
            Ok(pending) => (Some(pending), Stage::New),
            Err(error) => (None, Stage::Failed(Some(error))),
        };
        Self { client, pending, stage, follows_redirects: true, not_send: send::Marker::default() }
    }

    /// Sends a request that only passes through.
    pub(super) fn forward(client: Client, pending: Box<PendingRequest>) -> Self {
        Self { follows_redirects: false, ..Self::new(client, Ok(pending)) }
    }

    fn settings(&self) -> Option<&Settings> {
        self.client.settings.as_deref()
    }

    /// Applies the settings of the client, and starts the timeout.
    fn prepare(&mut self) -> Result<(), Error> {
        let Some(pending) = &mut self.pending else { return Ok(()) };
        if let Some(settings) = self.client.settings.as_deref()
            && let Some(prepare) = settings.prepare
        {
            prepare(settings, pending)?;
        }
        if let Some(extras) = &mut pending.extras {
            extras.deadline = extras.limits.timeout.map(|timeout| timeout.start());
        }
        Ok(())
    }

    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let settings = self.client.settings.as_deref();
        let Some(pending) = &mut self.pending else { return Poll::Pending };
        if let Some(body) = &mut pending.body {
            self.stage = Stage::Prepared;
            let is_retried = settings.is_some_and(|settings| settings.retry.is_some());
            let headers = pending.fields.as_deref().map(|fields| &fields.map);
            ready!(body.poll_settled(cx, &pending.method, headers, is_retried));
        }
        self.stage = Stage::Sent(send(settings, pending).map_err(Error::sending)?);
        Poll::Ready(Ok(()))
    }

    /// Handles a response that may have arrived; `None` if the exchange goes on. Most polls only find
    /// that nothing has arrived, so this is apart from them.
    #[inline(never)]
    fn take_response(&mut self) -> Option<Result<Response, Error>> {
        let (Stage::Sent(sent), Some(pending)) = (&mut self.stage, &self.pending) else {
            return None;
        };
        let answer = sent.take(&pending.method, &RedactedUri(&pending.url))?;
        self.handle(answer).transpose()
    }

    /// Handles the end of an exchange; `None` if another one follows.
    fn handle(&mut self, answer: Result<Arrival, error::Error>) -> Result<Option<Response>, Error> {
        let Some(mut pending) = self.pending.take() else { return Ok(None) };
        let settings = self.settings();
        let mut failure = None;
        match answer {
            Ok(answer) => pending = received(settings, Response::new(pending, answer)),
            Err(error) => failure = Some(Error::sending(error)),
        }
        let retry = settings.and_then(|settings| settings.retry.as_ref());
        let delay = retry.and_then(|(policy, retry)| retry(policy, &mut pending, failure.as_ref()));
        let goes_on = match (&delay, failure) {
            (Some(_), _) => Ok(true),
            (None, Some(error)) => Err(error),
            (None, None)
                if self.follows_redirects && redirect::is_redirect(pending.response.status()) =>
            {
                redirect::follow(settings, &mut pending)
            }
            (None, None) => Ok(false),
        };
        match goes_on {
            Ok(true) => {
                self.pending = Some(pending);
                self.stage = delay.map_or(Stage::Prepared, Stage::Delayed);
                Ok(None)
            }
            Ok(false) => Ok(Some(Response::done(pending))),
            Err(error) => Err(error.with_url(&pending.url)),
        }
    }

    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<Result<Response, Error>> {
        loop {
            let sent = match &mut self.stage {
                Stage::Sent(sent) => {
                    if self.pending.is_none() {
                        return Poll::Pending;
                    }
                    ready!(sent.poll_arrival(cx));
                    match self.take_response() {
                        Some(response) => return Poll::Ready(response),
                        None => continue,
                    }
                }
                Stage::New => match self.prepare() {
                    Ok(()) => ready!(self.poll_send(cx)),
                    Err(error) => Err(error),
                },
                Stage::Prepared => ready!(self.poll_send(cx)),
                Stage::Delayed(delay) => {
                    ready!(delay.as_mut().poll(cx));
                    self.stage = Stage::Prepared;
                    continue;
                }
                Stage::Failed(error) => match error.take() {
                    Some(error) => Err(error),
                    None => return Poll::Pending,
                },
            };
            if let Err(error) = sent {
                return Poll::Ready(Err(self.with_url(error)));
            }
        }
    }

    fn with_url(&self, error: Error) -> Error {
        match &self.pending {
            Some(pending) => error.with_url(&pending.url),
            None => error,
        }
    }
}

impl Future for Execute {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(response) = self.poll_response(cx) {
            return Poll::Ready(response);
        }
        let extras = self.pending.as_mut().and_then(|pending| pending.extras.as_mut());
        match extras.and_then(|extras| extras.deadline.as_mut()) {
            Some(deadline) => {
                let error = ready!(deadline.poll(cx));
                // Cancels the exchange.
                self.stage = Stage::Failed(None);
                Poll::Ready(Err(self.with_url(Error::sending(error))))
            }
            None => Poll::Pending,
        }
    }
}

/// Applies the settings of a client to a request.
pub(super) fn prepare(settings: &Settings, pending: &mut PendingRequest) -> Result<(), Error> {
    if settings.https_only && !pending.url.is_https() {
        let url = RedactedUri(&pending.url);
        let message = format!("the client sends over `https://` only, not to `{url}`");
        return Err(Error::builder(message));
    }
    if !settings.headers.is_empty() {
        add_defaults(pending.headers_mut(), &settings.headers);
    }
    if settings.timeout.is_some() || settings.body_limit.is_some() {
        let limits = pending.limits_mut();
        limits.timeout = limits.timeout.or(settings.timeout);
        limits.body_limit = limits.body_limit.or(settings.body_limit);
    }
    Ok(())
}

fn send(
    settings: Option<&Settings>,
    pending: &mut PendingRequest,
) -> Result<ResponseFuture, error::Error> {
    let limits = match settings {
        Some(Settings { host_limits: Some(host_limits), limits, .. }) => host_limits(limits)?,
        _ => None,
    };
    let fields = pending.fields.as_deref();
    let traced = trace::current::pass_on(fields.map(|fields| &fields.map));
    let (headers, send) = match (&traced, fields) {
        (Some((headers, send)), _) => (Some(headers), *send),
        (None, Some(fields)) => (Some(&fields.map), fields.hooks.send),
        (None, None) => (None, port::client::send_bare as _),
    };
    #[cfg(any(feature = "cookies", feature = "gzip"))]
    let added = with_added_fields(settings, &pending.url, headers);
    #[cfg(any(feature = "cookies", feature = "gzip"))]
    let (headers, send) = if added.is_empty() {
        (headers, send)
    } else {
        (Some(&*added), port::client::send_headed as _)
    };
    let head =
        OutgoingHead { method: &pending.method, target: pending.url.target(), headers, limits };
    match &mut pending.body {
        Some(body) => body.send(head),
        None => send(head),
    }
}

/// The fields with those that each exchange sets.
#[cfg(any(feature = "cookies", feature = "gzip"))]
fn with_added_fields<'a>(
    settings: Option<&Settings>,
    _url: &super::url::Url,
    headers: Option<&'a HeaderMap>,
) -> std::borrow::Cow<'a, HeaderMap> {
    use std::borrow::Cow;

    #[allow(unused_mut)]
    let mut headers = headers.map_or_else(|| Cow::Owned(HeaderMap::new()), Cow::Borrowed);
    #[cfg(feature = "cookies")]
    if let Some(store) = settings.and_then(|settings| settings.cookies.as_deref())
        && !headers.contains_key(http::header::COOKIE)
        && let Some(cookies) = store.cookies(_url)
    {
        // Only a map of over 24,000 entries refuses.
        let _ = headers.to_mut().try_insert(http::header::COOKIE, cookies);
    }
    #[cfg(feature = "gzip")]
    accepts(settings).set_accept_encoding(headers.to_mut());
    headers
}

#[cfg(feature = "gzip")]
fn accepts(settings: Option<&Settings>) -> super::accepts::Accepts {
    settings.map(|settings| settings.accepts).unwrap_or_default()
}

/// Keeps the cookies of a response, and has its body decoded.
fn received(_settings: Option<&Settings>, response: Response) -> Box<PendingRequest> {
    #[cfg(feature = "cookies")]
    if let Some(store) = _settings.and_then(|settings| settings.cookies.as_deref())
        // Most responses set none, and their fields need not be read for that.
        && response.header(&http::header::SET_COOKIE).is_some()
    {
        let cookies = response.headers().get_all(http::header::SET_COOKIE);
        store.set_cookies(&mut cookies.iter(), response.url());
    }
    #[cfg(feature = "gzip")]
    let response = super::decode::decode_body(accepts(_settings), response);
    response.into_pending()
}

/// Adds the fields that are missing.
fn add_defaults(headers: &mut HeaderMap, defaults: &HeaderMap) {
    for name in defaults.keys() {
        if !headers.contains_key(name) {
            for value in defaults.get_all(name) {
                // Only a map of over 24,000 entries refuses.
                let _ = headers.try_append(name, value.clone());
            }
        }
    }
}
