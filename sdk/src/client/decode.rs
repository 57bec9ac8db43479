//! Compressed responses: gzip and deflate are asked for, and decoded as they are read
//! ([RFC 9110, 8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)).

use std::error::Error as StdError;
use std::fmt;

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, IF_NONE_MATCH, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::settings::Settings;
use super::{ClientBuilder, Response};
use crate::error::{Error, ErrorKind};

mod coder;
mod gzip;
pub(super) mod passed_on;
#[cfg(test)]
mod properties;
mod source;

/// What a client asks for and decodes.
#[derive(Clone, Copy)]
pub(super) struct Accepts {
    gzip: bool,
    deflate: bool,
}

impl Default for Accepts {
    fn default() -> Self {
        Self { gzip: true, deflate: true }
    }
}

impl Accepts {
    /// Nothing is asked for, and nothing decoded.
    pub(super) fn nothing() -> Self {
        Self { gzip: false, deflate: false }
    }

    fn of(settings: Option<&Settings>) -> Self {
        settings.map_or_else(Self::default, |settings| settings.accepts)
    }

    fn coding(self, name: &str) -> Option<Coding> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if self.gzip && (is("gzip") || is("x-gzip")) {
            Some(Coding::Gzip)
        } else if self.deflate && is("deflate") {
            Some(Coding::Deflate)
        } else {
            None
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
}

impl ClientBuilder {
    /// Whether gzip is asked for, and decoded
    /// ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)): yes if nothing is said.
    ///
    /// A request goes with an `accept-encoding`, unless it has one, or a `range`. The body of a
    /// response is decoded as it is read, and its `content-encoding` and `content-length` are
    /// removed. A [limit](ClientBuilder::body_limit) counts what was decoded, and chunks are 32 KiB
    /// at most, whatever a small body unfolds to. One that is damaged, cut off, or followed by
    /// something else is an error that [`is_decode`](super::Error::is_decode), and a response that
    /// a handler passes on breaks off there.
    ///
    /// Other codings are left as they are, with their `content-encoding`. So are parts of a whole
    /// (206), and codings one around the other, which nobody who means well uses: what comes of a
    /// byte multiplies with each. A gateway that only passes bodies on does so faster without: see
    /// [`no_gzip`](Self::no_gzip).
    ///
    /// A handler that returns a decoded response sends other bytes than the upstream did, so there a
    /// strong `etag` becomes a weak one
    /// ([RFC 9110, 8.8.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.1)), and fields about
    /// ranges and digests of the coded bytes are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Client;
    ///
    /// let client = Client::builder().gzip(true).deflate(false).build()?;
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn gzip(mut self, enable: bool) -> Self {
        self.settings.accepts.gzip = enable;
        self
    }

    /// As [`gzip`](Self::gzip), of deflate: in zlib's format
    /// ([RFC 1950](https://www.rfc-editor.org/rfc/rfc1950)), or bare, as some servers send it.
    pub fn deflate(mut self, enable: bool) -> Self {
        self.settings.accepts.deflate = enable;
        self
    }
}

/// Says what is understood, if nothing is said.
pub(super) fn ask(settings: Option<&Settings>, headers: &mut HeaderMap) {
    let value = match Accepts::of(settings) {
        Accepts { gzip: true, deflate: true } => {
            const { HeaderValue::from_static("gzip, deflate") }
        }
        Accepts { gzip: true, deflate: false } => const { HeaderValue::from_static("gzip") },
        Accepts { gzip: false, deflate: true } => const { HeaderValue::from_static("deflate") },
        Accepts { gzip: false, deflate: false } => return,
    };
    if !headers.contains_key(RANGE) && !headers.contains_key(ACCEPT_ENCODING) {
        // Only a map of over 24,000 entries refuses.
        let _ = headers.try_insert(ACCEPT_ENCODING, value);
    }
}

/// Has the body decoded when it is read.
pub(super) fn undo(settings: Option<&Settings>, mut response: Response) -> Response {
    let accepts = Accepts::of(settings);
    if response.status() == StatusCode::NOT_MODIFIED && (accepts.gzip || accepts.deflate) {
        let known = response.asked(&IF_NONE_MATCH);
        passed_on::note_not_modified(&mut response, &known);
        return response;
    }
    // There is nothing to decode, and the fields tell of a body that another request would get.
    if response.status() == StatusCode::PARTIAL_CONTENT
        || response.header(&CONTENT_ENCODING).is_none()
        || response.body_mut().is_empty()
    {
        return response;
    }
    let Some(coding) = coding(accepts, response.headers()) else { return response };
    let body = response.body_mut();
    *body = source::decoded(std::mem::take(body), coding);
    let headers = response.headers_mut();
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    passed_on::note_decoded(&mut response);
    response
}

/// The coding to undo; `None` if there is none, more than one, or one that is not understood. Of
/// several none is undone, as the work for a byte that comes in would have no bound: deflate makes a
/// thousand bytes of one, and a second one a million.
fn coding(accepts: Accepts, headers: &HeaderMap) -> Option<Coding> {
    let mut found = None;
    for value in headers.get_all(CONTENT_ENCODING) {
        let names = value.to_str().ok()?.split(',').map(str::trim);
        for name in names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("identity"))
        {
            let coding = accepts.coding(name)?;
            if found.replace(coding).is_some() {
                return None;
            }
        }
    }
    found
}

/// What is wrong with a body.
#[derive(Debug)]
struct Damage {
    coding: Coding,
    fault: &'static str,
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Self {
        Self::new(ErrorKind::Body, "the body cannot be decoded")
            .with_source(damage)
            .with_status_of_upstream()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coding = match self.coding {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
        };
        write!(f, "its {coding} {}", self.fault)
    }
}

impl StdError for Damage {}

/// Whether a body came, but could not be decoded.
pub(super) fn is_damage(error: &Error) -> bool {
    error.source().is_some_and(|source| source.is::<Damage>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&'static str]) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        coding(Accepts::default(), &headers)
    }

    #[test]
    fn one_coding_is_undone() {
        use Coding::{Deflate, Gzip};
        for (values, coding) in [
            (&["gzip"] as &[_], Some(Gzip)),
            (&["X-GZip"], Some(Gzip)),
            (&["deflate"], Some(Deflate)),
            (&["identity", ", gzip ,,identity"], Some(Gzip)),
            (&["deflate, gzip"], None),
            (&["deflate", "gzip"], None),
            (&["gzip,gzip"], None),
            (&["deflate, gzip, gzip"], None),
            (&["br"], None),
            (&["gzip, br"], None),
            (&["br, gzip"], None),
            (&["gzip;q=1"], None),
            (&["identity"], None),
            (&[""], None),
            (&[], None),
        ] {
            assert_eq!(of(values), coding, "{values:?}");
        }
    }
}
