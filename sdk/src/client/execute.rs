//! A request's way: the time limit around everything, redirects around retries around one exchange.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use http::HeaderMap;

use super::call::Call;
use super::retry::Delay;
use super::settings::Settings;
use super::url::Shown;
use super::{Client, Error, Response, redirect};
#[cfg(any(feature = "cookies", feature = "gzip"))]
use crate::backend::client::send_headed;
use crate::backend::client::{Answer, OutgoingHead, ResponseFuture};
use crate::{Request, backend, error, trace};

pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Response, Error>>>>;

/// Sends a request that was made elsewhere.
pub(super) async fn execute_request(client: &Client, request: Request) -> Result<Response, Error> {
    Execute::new(client.clone(), Call::elsewhere(client, request)).await
}

/// A request on its way. It is small, as futures are moved about, and polled by hand: one function
/// for all that may become of it weighs less than a future for each.
pub(super) struct Execute {
    client: Client,
    /// `None` once it is done, or goes on in a future of its own.
    call: Option<Box<Call>>,
    stage: Stage,
    /// Whether it goes where a response leads.
    follows: bool,
}

enum Stage {
    Begun,
    /// What the client says is in the call.
    Prepared,
    Sent(ResponseFuture),
    /// Until it is sent again.
    Delayed(Delay),
    /// All of it, within its time limit.
    Limited(Sending),
    Refused(Option<Error>),
}

impl Execute {
    pub(super) fn new(client: Client, call: Result<Box<Call>, Error>) -> Self {
        match call {
            Ok(call) => Self { client, call: Some(call), stage: Stage::Begun, follows: true },
            Err(error) => {
                let stage = Stage::Refused(Some(error));
                Self { client, call: None, stage, follows: true }
            }
        }
    }

    /// Of what only passes through: nothing is followed.
    pub(super) fn forwarding(client: Client, call: Box<Call>) -> Self {
        Self { follows: false, ..Self::new(client, Ok(call)) }
    }

    /// Tells when it has to be done.
    pub(super) fn end_at(&mut self, deadline: Option<Instant>) {
        if let Some(call) = &mut self.call {
            call.more.get_or_insert_default().deadline = deadline;
        }
    }

    /// An error with the place that it comes from.
    pub(super) fn located(&self, error: Error) -> Error {
        match &self.call {
            Some(call) => error.with_url(&call.url),
            None => error,
        }
    }

    fn settings(&self) -> Option<&Settings> {
        self.client.settings.as_deref()
    }

    /// Fills in what the client says. What has a time limit is left to a future of its own, and then
    /// this is `false`.
    fn prepare(&mut self) -> Result<bool, Error> {
        let Some(call) = &mut self.call else { return Ok(true) };
        if let Some(settings) = self.client.settings.as_deref()
            && let Some(prepare) = settings.prepare
        {
            prepare(settings, call)?;
        }
        let Some((limit, race)) = call.timeout() else { return Ok(true) };
        let (client, call) = (std::mem::take(&mut self.client), self.call.take());
        let within = Self { client, call, stage: Stage::Prepared, follows: self.follows };
        self.stage = Stage::Limited(race(limit, within));
        Ok(false)
    }

    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let settings = self.client.settings.as_deref();
        let Some(call) = &mut self.call else { return Poll::Pending };
        if let Some(load) = &mut call.load {
            self.stage = Stage::Prepared;
            let is_retried = settings.is_some_and(|settings| settings.retry.is_some());
            let headers = call.fields.as_deref().map(|fields| &fields.map);
            ready!(load.poll_settled(cx, &call.method, headers, is_retried));
        }
        self.stage = Stage::Sent(send(settings, call).map_err(Error::sending)?);
        Poll::Ready(Ok(()))
    }

    /// What becomes of an exchange whose response may have come; `None` if it goes on. It is apart
    /// from `poll`, most of whose calls only find that it has not.
    #[inline(never)]
    fn arrived(&mut self) -> Option<Result<Response, Error>> {
        let (Stage::Sent(sent), Some(call)) = (&mut self.stage, &self.call) else { return None };
        let answer = sent.take(&call.method, &Shown(&call.url))?;
        self.go_on(answer).transpose()
    }

    /// What becomes of an exchange; `None` if there is another.
    fn go_on(&mut self, answer: Result<Answer, error::Error>) -> Result<Option<Response>, Error> {
        let Some(mut call) = self.call.take() else { return Ok(None) };
        let settings = self.settings();
        let mut failure = None;
        match answer {
            Ok(answer) => {
                #[allow(unused_mut)]
                let mut response = Response::new(call, answer);
                #[cfg(feature = "cookies")]
                super::cookie::keep(settings, &response);
                #[cfg(feature = "gzip")]
                {
                    response = super::decode::undo(settings, response);
                }
                call = response.into_call();
            }
            Err(error) => failure = Some(Error::sending(error)),
        }
        let retry = settings.and_then(|settings| settings.retry.as_ref());
        let delay = retry.and_then(|retry| retry.again(&mut call, failure.as_ref()));
        let goes_on = match (&delay, failure) {
            (Some(_), _) => Ok(true),
            (None, Some(error)) => Err(error),
            (None, None) if self.follows && redirect::leads_on(call.answered.status()) => {
                redirect::follow(settings, &mut call)
            }
            (None, None) => Ok(false),
        };
        match goes_on {
            Ok(true) => {
                self.call = Some(call);
                self.stage = delay.map_or(Stage::Prepared, Stage::Delayed);
                Ok(None)
            }
            Ok(false) => Ok(Some(Response::done(call))),
            Err(error) => Err(error.with_url(&call.url)),
        }
    }
}

impl Future for Execute {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            let sent = match &mut this.stage {
                Stage::Sent(sent) => {
                    if this.call.is_none() {
                        return Poll::Pending;
                    }
                    ready!(sent.poll_arrival(cx));
                    match this.arrived() {
                        Some(response) => return Poll::Ready(response),
                        None => continue,
                    }
                }
                Stage::Begun => match this.prepare() {
                    Ok(true) => ready!(this.poll_send(cx)),
                    Ok(false) => continue,
                    Err(error) => Err(error),
                },
                Stage::Prepared => ready!(this.poll_send(cx)),
                Stage::Delayed(delay) => {
                    ready!(delay.as_mut().poll(cx));
                    this.stage = Stage::Prepared;
                    continue;
                }
                Stage::Limited(sending) => return sending.as_mut().poll(cx),
                Stage::Refused(error) => match error.take() {
                    Some(error) => Err(error),
                    // Nobody polls what is done.
                    None => return Poll::Pending,
                },
            };
            if let Err(error) = sent {
                return Poll::Ready(Err(this.located(error)));
            }
        }
    }
}

/// Fills in what the client says and the request does not.
pub(super) fn prepare(settings: &Settings, call: &mut Call) -> Result<(), Error> {
    if settings.https_only && !call.url.is_https() {
        let message =
            format!("the client sends over `https://` only, not to `{}`", Shown(&call.url));
        return Err(Error::builder(message));
    }
    if !settings.headers.is_empty() {
        add_defaults(call.headers_mut(), &settings.headers);
    }
    if settings.timeout.is_some() || settings.body_limit.is_some() {
        let more = call.more.get_or_insert_default();
        more.timeout = more.timeout.or(settings.timeout);
        more.body_limit = more.body_limit.or(settings.body_limit);
    }
    Ok(())
}

fn send(settings: Option<&Settings>, call: &mut Call) -> Result<ResponseFuture, error::Error> {
    let limits = match settings {
        Some(Settings { host_limits: Some(tell), limits, .. }) => tell(limits)?,
        _ => None,
    };
    let given = call.fields.as_deref();
    let traced = trace::current::pass_on(given.map(|fields| &fields.map));
    let (headers, send) = match (&traced, given) {
        (Some((headers, send)), _) => (Some(headers), *send),
        (None, Some(fields)) => (Some(&fields.map), fields.hooks.send),
        (None, None) => (None, backend::client::send_bare as _),
    };
    #[cfg(any(feature = "cookies", feature = "gzip"))]
    let added = added(settings, &call.url, headers);
    #[cfg(any(feature = "cookies", feature = "gzip"))]
    let (headers, send) =
        if added.is_empty() { (headers, send) } else { (Some(&*added), send_headed as _) };
    let head = OutgoingHead { method: &call.method, target: call.url.target(), headers, limits };
    match &mut call.load {
        Some(load) => load.send(head),
        None => send(head),
    }
}

/// The fields with what goes with each request.
#[cfg(any(feature = "cookies", feature = "gzip"))]
fn added<'a>(
    settings: Option<&Settings>,
    _url: &super::url::Url,
    headers: Option<&'a HeaderMap>,
) -> std::borrow::Cow<'a, HeaderMap> {
    use std::borrow::Cow;

    #[allow(unused_mut)]
    let mut headers = headers.map_or_else(|| Cow::Owned(HeaderMap::new()), Cow::Borrowed);
    #[cfg(feature = "cookies")]
    super::cookie::add(settings, _url, &mut headers);
    #[cfg(feature = "gzip")]
    super::decode::ask(settings, headers.to_mut());
    headers
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
