//! What is done to follow a redirect.

use std::cell::OnceCell;

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, COOKIE, EXPECT, LAST_MODIFIED, LOCATION, PROXY_AUTHORIZATION, TRAILER,
    TRANSFER_ENCODING, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use super::{Attempt, Decision, Kind, Policy};
use crate::backend::message;
use crate::client::Error;
use crate::client::call::Call;
use crate::client::response::Answered;
use crate::client::settings::Settings;
use crate::client::url::{Problem, Shown, Url, join};

/// That of a client of which nothing is said.
static DEFAULT: Policy = Policy::limited(10);

/// What describes a body, and goes with it
/// ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
static OF_BODY: [HeaderName; 12] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    EXPECT,
    LAST_MODIFIED,
    TRAILER,
    TRANSFER_ENCODING,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("repr-digest"),
];

/// What is for one origin only.
static OF_ORIGIN: [HeaderName; 4] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, WWW_AUTHENTICATE];

/// Makes a call what is to be asked next, as its answer says; `false` if that is nothing.
pub(in crate::client) fn follow(
    settings: Option<&Settings>,
    call: &mut Call,
) -> Result<bool, Error> {
    let policy = settings.map_or(&DEFAULT, |settings| &settings.redirect);
    if matches!(policy.kind, Kind::None) {
        return Ok(false);
    }
    let Some(location) = call.answered.header(&LOCATION) else { return Ok(false) };
    let next = match str::from_utf8(location.as_bytes()).map(|text| join(Some(&call.url), text)) {
        Ok(Ok(next)) => next,
        // RFC 9110, 4.2.4.
        Ok(Err(problem @ Problem::User)) => {
            let from = Shown(&call.url);
            return Err(Error::redirect(format!("where `{from}` leads to {problem}")));
        }
        _ => return Ok(false),
    };
    let status = call.answered.status();
    let drops_body = match status {
        StatusCode::SEE_OTHER => call.method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => call.method == Method::POST,
        _ => false,
    };
    if !drops_body && !call.is_kept() {
        return Ok(false);
    }
    let more = call.more.get_or_insert_default();
    let trail = &mut more.trail;
    trail.previous.push(call.url.clone());
    trail.uris.take();
    more.repetitions = 0;
    if drops_body && call.method != Method::GET {
        trail.since = trail.previous.len();
    }
    let keeps_cookies = settings.is_some_and(Settings::keeps_cookies);
    let asked = trail.previous.get(trail.since..).unwrap_or_default();
    let leads_back = !keeps_cookies && asked.contains(&next);
    let attempt = Attempt { status, next: &next, trail, leads_back };
    match policy.redirect(attempt).0 {
        Decision::Follow => {}
        Decision::Stop => return Ok(false),
        Decision::Refuse(message) => return Err(Error::redirect(message)),
        Decision::Error(source) => {
            let message = format!("`{}` leads to `{}`", Shown(&call.url), Shown(&next));
            return Err(Error::redirect(message).with_source(source));
        }
    }
    if settings.is_some_and(|settings| settings.https_only) && !next.is_https() {
        return Err(Error::redirect(format!(
            "`{}` leads to `{}`, and the client sends over `https://` only",
            Shown(&call.url),
            Shown(&next)
        )));
    }
    let leaves = !next.has_origin_of(&call.url);
    if drops_body {
        call.method = Method::GET;
        call.load = None;
    }
    if (drops_body || leaves)
        && let Some(fields) = &mut call.fields
    {
        (fields.hooks.lead_on)(&mut fields.map, drops_body, leaves);
    }
    call.url = next;
    call.answered = Answered::default();
    Ok(true)
}

/// Leaves out of the fields what describes a body that is dropped, and what is for an origin that is
/// left.
pub(in crate::client) fn drop_fields(headers: &mut HeaderMap, drops_body: bool, leaves: bool) {
    *headers = message::without(headers, &|name, value| {
        drops_body && OF_BODY.contains(name)
            || leaves && (OF_ORIGIN.contains(name) || value.is_sensitive())
    });
}

/// Not all of the 3xx lead somewhere: 300 leaves the choice, 304 is for caches.
pub(in crate::client) fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What was asked before.
#[derive(Default)]
pub(in crate::client) struct Trail {
    pub(super) previous: Vec<Url>,
    /// The same, for who wants to see it.
    pub(super) uris: OnceCell<Vec<Uri>>,
    /// From which on with the method that is asked with now.
    since: usize,
}
