//! What is done to follow a redirect.

use std::cell::OnceCell;

use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, COOKIE, EXPECT, LAST_MODIFIED, LOCATION, PROXY_AUTHORIZATION, TRAILER,
    TRANSFER_ENCODING, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use super::{Attempt, Decision, Kind, Policy};
use crate::Body;
use crate::backend::message;
use crate::client::call::Call;
use crate::client::settings::Settings;
use crate::client::url::{Problem, Shown, Url, join};
use crate::client::{Error, Response, execute};

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

/// Sends, and follows where that leads. The call is left as it was sent last.
pub(in crate::client) async fn follow(
    settings: Option<&Settings>,
    call: &mut Call,
) -> Result<Response, Error> {
    let policy = settings.map_or(&DEFAULT, |settings| &settings.redirect);
    if matches!(policy.kind, Kind::None) {
        return execute::attempt(settings, call).await;
    }
    if message::is_unsettled(&call.method, &call.headers, &call.body) {
        call.body.turns_out_empty().await;
    }
    let kept = call.body.share();
    let response = execute::attempt(settings, call).await?;
    if leads_on(response.status()) {
        follow_on(settings, call, response, kept).await
    } else {
        Ok(response)
    }
}

/// Follows where a response leads. Of what was asked a body may be kept, to be sent again.
pub(in crate::client) async fn follow_on(
    settings: Option<&Settings>,
    call: &mut Call,
    mut response: Response,
    mut kept: Option<Body>,
) -> Result<Response, Error> {
    let policy = settings.map_or(&DEFAULT, |settings| &settings.redirect);
    if matches!(policy.kind, Kind::None) {
        return Ok(response);
    }
    let mut trail = Trail::default();
    while leads_on(response.status()) && trail.go_on(policy, settings, call, &response, kept)? {
        kept = call.body.share();
        response = execute::attempt(settings, call).await?;
    }
    Ok(response)
}

/// Not all of the 3xx lead somewhere: 300 leaves the choice, 304 is for caches.
pub(in crate::client) fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What was asked.
#[derive(Default)]
pub(super) struct Trail {
    pub(super) previous: Vec<Url>,
    /// The same, for who wants to see it.
    pub(super) uris: OnceCell<Vec<Uri>>,
    /// From which on with the method that is asked with now.
    since: usize,
}

impl Trail {
    /// Makes the call what is to be asked next; `false` if that is nothing.
    fn go_on(
        &mut self,
        policy: &Policy,
        settings: Option<&Settings>,
        call: &mut Call,
        response: &Response,
        kept: Option<Body>,
    ) -> Result<bool, Error> {
        let status = response.status();
        let Some(location) = response.header(&LOCATION) else { return Ok(false) };
        let next = match str::from_utf8(location.as_bytes()).map(|text| join(Some(&call.url), text))
        {
            Ok(Ok(next)) => next,
            // RFC 9110, 4.2.4.
            Ok(Err(problem @ Problem::User)) => {
                let from = Shown(&call.url);
                return Err(Error::redirect(format!("where `{from}` leads to {problem}")));
            }
            _ => return Ok(false),
        };
        let drops_body = match status {
            StatusCode::SEE_OTHER => call.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => call.method == Method::POST,
            _ => false,
        };
        let body = match kept {
            _ if drops_body => Body::empty(),
            Some(body) => body,
            None => return Ok(false),
        };
        self.previous.push(call.url.clone());
        self.uris.take();
        if drops_body && call.method != Method::GET {
            self.since = self.previous.len();
        }
        let keeps_cookies = settings.is_some_and(Settings::keeps_cookies);
        let asked = self.previous.get(self.since..).unwrap_or_default();
        let leads_back = !keeps_cookies && asked.contains(&next);
        let attempt = Attempt { status, next: &next, trail: self, leads_back };
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
        if drops_body {
            call.method = Method::GET;
            OF_BODY.iter().for_each(|name| drop(call.headers.remove(name)));
        }
        if !next.has_origin_of(&call.url) {
            drop_secrets(&mut call.headers);
        }
        call.body = body;
        call.url = next;
        Ok(true)
    }
}

fn drop_secrets(headers: &mut HeaderMap) {
    OF_ORIGIN.iter().for_each(|name| drop(headers.remove(name)));
    let is_secret = |(_, value): &(_, &http::HeaderValue)| value.is_sensitive();
    let secrets: Vec<_> = headers.iter().filter(is_secret).map(|(name, _)| name.clone()).collect();
    secrets.iter().for_each(|name| drop(headers.remove(name)));
}
