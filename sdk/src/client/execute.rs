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
    execute(client, call).await
}

pub(super) async fn execute(client: &Client, mut call: Box<Call>) -> Result<Response, Error> {
    let settings = client.settings.as_deref();
    prepare(settings, &mut call).map_err(|error| error.with_url(&call.url))?;
    let body_limit = call.body_limit.or(settings.and_then(|settings| settings.body_limit));
    let mut response = match call.timeout {
        Some((limit, race)) => {
            let sending = Box::pin(redirect::follow(settings, &mut call));
            race(limit, sending).await
        }
        None => redirect::follow(settings, &mut call).await,
    }
    .map_err(|error| error.with_url(&call.url))?;
    response.settle(std::mem::take(&mut call.url), body_limit);
    Ok(response)
}

/// As [`execute`], of what only passes through: nothing is followed.
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

/// Polled by hand, as all requests pass through here.
pub(super) struct Exchange<'a> {
    settings: Option<&'a Settings>,
    call: &'a Call,
    state: State,
}

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
                    let incoming = ready!(sent.poll(cx, &call.method, &Shown(&call.url)));
                    let incoming = incoming.map_err(Error::sending)?;
                    #[allow(unused_mut)]
                    let mut response = Response::new(incoming, &call.method);
                    #[cfg(feature = "cookies")]
                    super::cookies::keep(*settings, &call.url, &response);
                    #[cfg(feature = "gzip")]
                    super::decode::undo(*settings, &mut response);
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
