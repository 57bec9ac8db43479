//! Following a redirect.

use http::header::LOCATION;
use http::{Method, StatusCode};

use crate::client::error::Error;
use crate::client::pending_request::PendingRequest;
use crate::client::redirect::{Attempt, Decision, Policy};
use crate::client::response_state::ResponseState;
use crate::client::settings::Settings;
use crate::client::url::invalid::InvalidUrl;
use crate::client::url::reference::join;
use crate::target::RedactedUri;

static DEFAULT: Policy = Policy::limited(10);

/// Not all of the 3xx redirect: 300 leaves the choice, 304 is for caches.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Makes a request the next one, as its response says; `false` if it is not to be followed.
pub(super) fn follow(
    settings: Option<&Settings>,
    pending: &mut PendingRequest,
) -> Result<bool, Error> {
    let policy = settings.map_or(&DEFAULT, |settings| &settings.redirect);
    if policy.is_none() {
        return Ok(false);
    }
    let Some(location) = pending.response.header(&LOCATION) else { return Ok(false) };
    let next = match str::from_utf8(location.as_bytes()).map(|text| join(Some(&pending.url), text))
    {
        Ok(Ok(next)) => next,
        // RFC 9110, 4.2.4.
        Ok(Err(invalid @ InvalidUrl::User)) => {
            let from = RedactedUri(&pending.url);
            return Err(Error::redirect(format!("the redirect of `{from}` {invalid}")));
        }
        _ => return Ok(false),
    };
    let status = pending.response.status();
    let without_body = match status {
        StatusCode::SEE_OTHER => pending.method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => pending.method == Method::POST,
        _ => false,
    };
    if !without_body && !pending.is_kept() {
        return Ok(false);
    }
    let extras = pending.extras.get_or_insert_default();
    extras.retries = 0;
    let history = &mut extras.redirects;
    history.push(pending.url.clone(), without_body && pending.method != Method::GET);
    let is_loop = !settings.is_some_and(Settings::keeps_cookies) && history.contains(&next);
    match policy.decide(Attempt { status, next: &next, history, is_loop }) {
        Decision::Follow => {}
        Decision::Stop => return Ok(false),
        Decision::Refuse(message) => return Err(Error::redirect(message)),
        Decision::Error(source) => {
            let message =
                format!("`{}` redirects to `{}`", RedactedUri(&pending.url), RedactedUri(&next));
            return Err(Error::redirect(message).with_source(source));
        }
    }
    if settings.is_some_and(|settings| settings.https_only) && !next.is_https() {
        return Err(Error::redirect(format!(
            "`{}` redirects to `{}`, and the client sends over `https://` only",
            RedactedUri(&pending.url),
            RedactedUri(&next)
        )));
    }
    let is_cross_origin = !next.has_origin_of(&pending.url);
    if without_body {
        pending.method = Method::GET;
        pending.body = None;
    }
    if (without_body || is_cross_origin)
        && let Some(fields) = &mut pending.fields
    {
        (fields.hooks.remove_for_redirect)(&mut fields.map, without_body, is_cross_origin);
    }
    pending.url = next;
    pending.response = ResponseState::default();
    Ok(true)
}
