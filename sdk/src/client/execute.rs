//! A request's way: the time limit around everything, redirects around retries around one exchange.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::HeaderMap;
use http::uri::Scheme;

use super::call::Call;
use super::settings::{NO_LIMITS, Settings};
use super::url::{Place, Shown, made_elsewhere};
use super::{Client, Error, Response, redirect};
use crate::backend::client::Sent;
use crate::backend::message;
use crate::{Body, Request, backend, error, trace};

pub(super) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Error>> + 'a>>;

/// Sends a request that was made elsewhere.
pub(super) async fn execute_request(client: &Client, request: Request) -> Result<Response, Error> {
    let mut call = Box::new(Call::of(request));
    let url = std::mem::take(&mut call.url).into_uri();
    call.url = made_elsewhere(client.base(), url)?.into();
    Execute::new(client.clone(), Ok(call)).await
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
    Exchanging(State, bool),
    Beyond(Sending<'static>),
}

impl Execute {
    pub(super) fn new(client: Client, call: Result<Box<Call>, Error>) -> Self {
        match call {
            Ok(call) => Self { client, call: Some(call), stage: Stage::Begun },
            Err(error) => Self { client, call: None, stage: Stage::Refused(Some(error)) },
        }
    }
}

impl Future for Execute {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { client, call: place, stage } = &mut *self;
        loop {
            let settings = client.settings.as_deref();
            match (&mut *stage, place.as_mut()) {
                (Stage::Begun, Some(call)) => {
                    if let Err(error) = prepare(settings, call) {
                        return Poll::Ready(Err(error.with_url(&call.url)));
                    }
                    let retries = settings.is_some_and(|settings| settings.retry.is_some());
                    if (retries || call.timeout.is_some())
                        && let Some(call) = place.take()
                    {
                        *stage = Stage::Beyond(Box::pin(limited(client.clone(), call)));
                        continue;
                    }
                    let Some(call) = place else { continue };
                    let (body, is_kept) = call.share_body();
                    *stage = Stage::Exchanging(State::Unsent(body), is_kept);
                }
                (Stage::Exchanging(state, is_kept), Some(call)) => {
                    let sent = ready!(state.poll(settings, call, cx));
                    let is_kept = *is_kept;
                    let Some(mut call) = place.take() else { continue };
                    match sent {
                        Ok(response) if redirect::leads_on(response.status()) => {
                            let kept = is_kept.then(|| std::mem::take(&mut call.body));
                            let following = follow(client.clone(), call, response, kept);
                            *stage = Stage::Beyond(Box::pin(following));
                        }
                        sent => return Poll::Ready(settle(settings, &mut call, sent)),
                    }
                }
                (Stage::Beyond(sending), _) => return sending.as_mut().poll(cx),
                (Stage::Refused(error), _) => match error.take() {
                    Some(error) => return Poll::Ready(Err(error)),
                    None => return Poll::Pending,
                },
                // Nobody polls what is done.
                (_, None) => return Poll::Pending,
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
    settle(settings, &mut call, sent)
}

/// Goes where a response leads.
async fn follow(
    client: Client,
    mut call: Box<Call>,
    response: Response,
    kept: Option<Body>,
) -> Result<Response, Error> {
    let settings = client.settings.as_deref();
    let sent = redirect::follow_on(settings, &mut call, response, kept).await;
    settle(settings, &mut call, sent)
}

/// What is known once all is done.
fn settle(
    settings: Option<&Settings>,
    call: &mut Call,
    sent: Result<Response, Error>,
) -> Result<Response, Error> {
    match sent {
        Ok(mut response) => {
            let limit = settings.and_then(|settings| settings.body_limit);
            response.settle(std::mem::take(&mut call.url), call.body_limit.or(limit));
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
    if settings.https_only && call.url.scheme() != Some(&Scheme::HTTPS) {
        let message =
            format!("the client sends over `https://` only, not to `{}`", Place(&call.url));
        return Err(Error::builder(message));
    }
    add_defaults(&mut call.headers, &settings.headers);
    call.timeout = call.timeout.or(settings.timeout);
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

impl Future for Exchange<'_> {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { settings, call, state } = &mut *self;
        state.poll(*settings, call, cx)
    }
}

/// How far an exchange is.
enum State {
    Unsent(Body),
    Sent(Sent),
}

impl State {
    fn poll(
        &mut self,
        settings: Option<&Settings>,
        call: &Call,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response, Error>> {
        loop {
            match self {
                Self::Unsent(body) => {
                    if message::is_unsettled(&call.method, &call.headers, body) {
                        ready!(body.poll_turns_out_empty(cx));
                    }
                    let body = std::mem::take(body);
                    *self = Self::Sent(send(settings, call, body).map_err(Error::sending)?);
                }
                Self::Sent(sent) => {
                    let answer = ready!(sent.poll(cx, &call.method, &Shown(&call.url)));
                    let answer = answer.map_err(Error::sending)?;
                    let response = Response::new(answer, &call.method);
                    #[cfg(feature = "cookies")]
                    super::cookies::keep(settings, &call.url, &response);
                    #[cfg(feature = "gzip")]
                    let response = super::decode::undo(settings, response);
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
    super::cookies::add(settings, &call.url, &mut headers);
    #[cfg(feature = "gzip")]
    super::decode::ask(settings, headers.to_mut());
    backend::client::send(&call.method, call.url.target()?, &headers, body, limits)
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
