//! A request's way: the time limit around everything, redirects around retries around one exchange.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::HeaderMap;

use super::call::Call;
use super::settings::{NO_LIMITS, Settings};
use super::url::Shown;
use super::{Client, Error, Response, redirect};
use crate::backend::client::Sent;
use crate::backend::message;
use crate::{Body, Request, backend, error, trace};

pub(super) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Error>> + 'a>>;

/// Sends a request that was made elsewhere.
pub(super) async fn execute_request(client: &Client, request: Request) -> Result<Response, Error> {
    Execute::new(client.clone(), Call::elsewhere(client, request)).await
}

/// A request on its way. It is small, as futures are moved about, and polled by hand: what is more
/// than one exchange costs a box, and most requests are not.
pub(super) struct Execute {
    client: Client,
    /// `None` once it is done, or goes on in a future of its own.
    call: Option<Box<Call>>,
    stage: Stage,
}

enum Stage {
    Begun,
    Refused(Option<Error>),
    /// Whether the body is kept to be sent again.
    Sent(Sent, bool),
    Beyond(Sending<'static>),
}

impl Execute {
    pub(super) fn new(client: Client, call: Result<Box<Call>, Error>) -> Self {
        match call {
            Ok(call) => Self { client, call: Some(call), stage: Stage::Begun },
            Err(error) => Self { client, call: None, stage: Stage::Refused(Some(error)) },
        }
    }

    /// Sends what was begun, or leaves it to a future of its own.
    fn begin(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let settings = self.client.settings.as_deref();
        let Some(call) = &mut self.call else { return Poll::Pending };
        let prepared = prepare(settings, call);
        if call.timeout.is_some() || settings.is_some_and(|settings| settings.retry.is_some()) {
            if let (Ok(()), Some(call)) = (&prepared, self.call.take()) {
                self.stage = Stage::Beyond(Box::pin(limited(self.client.clone(), call)));
                return Poll::Ready(Ok(()));
            }
            return Poll::Ready(prepared);
        }
        let (mut body, mut is_kept) = (Body::empty(), true);
        if !call.body.is_empty() {
            if message::is_unsettled(&call.method, &call.headers, &call.body) {
                ready!(call.body.poll_turns_out_empty(cx));
            }
            (body, is_kept) = call.share_body();
        }
        let sent = prepared.and_then(|()| send(settings, call, body).map_err(Error::sending));
        self.stage = Stage::Sent(sent.map_err(|error| error.with_url(&call.url))?, is_kept);
        Poll::Ready(Ok(()))
    }
}

impl Future for Execute {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            match &mut this.stage {
                Stage::Sent(sent, is_kept) => {
                    let Some(call) = &this.call else { return Poll::Pending };
                    let answer = ready!(sent.poll(cx, &call.method, &Shown(&call.url)));
                    let Some(call) = this.call.take() else { return Poll::Pending };
                    #[cfg(any(feature = "cookies", feature = "gzip"))]
                    let settings = this.client.settings.as_deref();
                    let response = match answer {
                        Ok(answer) => Response::new(call, answer),
                        Err(error) => {
                            return Poll::Ready(Err(Error::sending(error).with_url(&call.url)));
                        }
                    };
                    #[cfg(feature = "cookies")]
                    super::cookie::keep(settings, response.kept_url(), &response);
                    #[cfg(feature = "gzip")]
                    let response = super::decode::undo(settings, response);
                    if !redirect::leads_on(response.status()) {
                        return Poll::Ready(Ok(response.without_request_body()));
                    }
                    let following = follow(this.client.clone(), response, *is_kept);
                    this.stage = Stage::Beyond(Box::pin(following));
                }
                Stage::Begun => ready!(this.begin(cx))?,
                Stage::Beyond(sending) => return sending.as_mut().poll(cx),
                // Nobody polls what is done.
                Stage::Refused(error) => {
                    return error.take().map_or(Poll::Pending, |error| Poll::Ready(Err(error)));
                }
            }
        }
    }
}

/// All of a request within its time limit.
async fn limited(client: Client, mut call: Box<Call>) -> Result<Response, Error> {
    let settings = client.settings.as_deref();
    let timeout = call.timeout;
    let sending: Sending<'_> = Box::pin(redirect::follow(settings, &mut call));
    let sent = match timeout {
        Some((limit, race)) => race(limit, sending).await,
        None => sending.await,
    };
    settle(&mut call, sent)
}

/// Goes where a response leads.
async fn follow(client: Client, response: Response, is_kept: bool) -> Result<Response, Error> {
    let settings = client.settings.as_deref();
    let (mut call, response) = response.part();
    let kept = is_kept.then(|| std::mem::take(&mut call.body));
    let sent = redirect::follow_on(settings, &mut call, response, kept).await;
    settle(&mut call, sent)
}

/// What is known once all is done.
fn settle(call: &mut Call, sent: Result<Response, Error>) -> Result<Response, Error> {
    match sent {
        Ok(mut response) => {
            response.settle(std::mem::take(&mut call.url), call.body_limit);
            Ok(response)
        }
        Err(error) => Err(error.with_url(&call.url)),
    }
}

/// As [`Execute`], of what only passes through: nothing is followed.
pub(super) async fn forward(client: &Client, call: &mut Call) -> Result<Response, Error> {
    let settings = client.settings.as_deref();
    prepare(settings, call).map_err(|error| error.with_url(&call.url))?;
    match call.timeout {
        Some((limit, race)) => race(limit, Box::pin(attempt(settings, call))).await,
        None => attempt(settings, call).await,
    }
    .map_err(|error| error.with_url(&call.url))
}

/// Fills in what the client says and the request does not.
fn prepare(settings: Option<&Settings>, call: &mut Call) -> Result<(), Error> {
    let Some(settings) = settings else { return Ok(()) };
    if settings.https_only && !call.url.is_https() {
        let message =
            format!("the client sends over `https://` only, not to `{}`", Shown(&call.url));
        return Err(Error::builder(message));
    }
    add_defaults(&mut call.headers, &settings.headers);
    call.timeout = call.timeout.or(settings.timeout);
    call.body_limit = call.body_limit.or(settings.body_limit);
    Ok(())
}

/// One hop, repeated as the client says. A body that is a stream is sent once.
pub(super) async fn attempt(
    settings: Option<&Settings>,
    call: &mut Call,
) -> Result<Response, Error> {
    match settings.and_then(|settings| settings.retry.as_ref()) {
        Some(retrying) => retrying.run(settings, call).await,
        None => {
            let body = std::mem::take(&mut call.body);
            exchange(settings, call, body).await
        }
    }
}

/// One request and its response.
pub(super) fn exchange<'a>(
    settings: Option<&'a Settings>,
    call: &'a Call,
    body: Body,
) -> Exchange<'a> {
    Exchange { settings, call, state: State::Unsent(body) }
}

pub(super) struct Exchange<'a> {
    settings: Option<&'a Settings>,
    call: &'a Call,
    state: State,
}

/// How far an exchange is.
enum State {
    Unsent(Body),
    Sent(Sent),
}

impl Future for Exchange<'_> {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { settings, call, state } = &mut *self;
        loop {
            match state {
                State::Unsent(body) => {
                    if message::is_unsettled(&call.method, &call.headers, body) {
                        ready!(body.poll_turns_out_empty(cx));
                    }
                    let body = std::mem::take(body);
                    *state = State::Sent(send(*settings, call, body).map_err(Error::sending)?);
                }
                State::Sent(sent) => {
                    let answer = ready!(sent.poll(cx, &call.method, &Shown(&call.url)));
                    let response = Response::of(call, answer.map_err(Error::sending)?);
                    #[cfg(feature = "cookies")]
                    super::cookie::keep(*settings, &call.url, &response);
                    #[cfg(feature = "gzip")]
                    let response = super::decode::undo(*settings, response);
                    return Poll::Ready(Ok(response));
                }
            }
        }
    }
}

fn send(settings: Option<&Settings>, call: &Call, body: Body) -> Result<Sent, error::Error> {
    let limits = settings.map_or(&NO_LIMITS, |settings| &settings.limits);
    #[allow(unused_mut)]
    let mut headers = trace::current::pass_on(&call.headers);
    #[cfg(feature = "cookies")]
    super::cookie::add(settings, &call.url, &mut headers);
    #[cfg(feature = "gzip")]
    super::decode::ask(settings, headers.to_mut());
    backend::client::send(&call.method, call.url.target(), &headers, body, limits)
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
