//! Fields that describe the original request to an upstream.

use http::header::FORWARDED;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::Request;
use crate::client::error::Error;
use crate::client::fields;

const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The fields to be added.
#[derive(Clone, Default)]
pub(super) struct ForwardedFields {
    pub(super) forwarded: bool,
    pub(super) x_forwarded: bool,
    /// Whether those of the client are kept.
    pub(super) trust: bool,
}

impl ForwardedFields {
    pub(super) fn is_any(&self) -> bool {
        self.forwarded || self.x_forwarded
    }

    /// Whether a field of the client is removed.
    pub(super) fn removes(&self, name: &str) -> bool {
        !self.trust && (name == "forwarded" || name.starts_with("x-forwarded-"))
    }

    /// Adds the fields. Those that are there are trusted.
    pub(super) fn add(&self, headers: &mut HeaderMap, origin: &Origin) -> Result<(), Error> {
        if self.forwarded {
            let element = value(&FORWARDED, &origin.element())?;
            fields::add(headers, Ok(FORWARDED), Ok(element))?;
        }
        if !self.x_forwarded {
            return Ok(());
        }
        if let Some(authority) = &origin.authority
            && !headers.contains_key(HOST)
        {
            fields::set(headers, HOST, value(&HOST, authority.as_str())?)?;
        }
        if let Some(scheme) = &origin.scheme
            && !headers.contains_key(PROTO)
        {
            fields::set(headers, PROTO, value(&PROTO, scheme.as_str())?)?;
        }
        if !origin.prefix.is_empty() {
            let mut prefix = Vec::new();
            if let Some(before) = headers.get(PREFIX) {
                let before = before.as_bytes();
                prefix.extend_from_slice(before.strip_suffix(b"/").unwrap_or(before));
            }
            prefix.extend_from_slice(origin.prefix.as_bytes());
            let prefix = HeaderValue::try_from(prefix)
                .map_err(|error| fields::invalid_value(&PREFIX, &error.to_string()))?;
            fields::set(headers, PREFIX, prefix)?;
        }
        Ok(())
    }
}

fn value(name: &HeaderName, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(value).map_err(|error| fields::invalid_value(name, &error.to_string()))
}

/// The target of the original request.
pub(super) struct Origin {
    scheme: Option<Scheme>,
    authority: Option<Authority>,
    /// The part of its path that nesting removed.
    prefix: String,
}

impl Origin {
    pub(super) fn of(request: &Request) -> Self {
        let uri = request.uri();
        Self {
            scheme: uri.scheme().cloned(),
            authority: uri.authority().cloned(),
            prefix: prefix(request),
        }
    }

    /// An element of `forwarded` ([RFC 7239, 4](https://www.rfc-editor.org/rfc/rfc7239#section-4)).
    fn element(&self) -> String {
        let mut element = String::from("for=unknown");
        if let Some(authority) = &self.authority {
            // No character of an authority ends the quotes.
            element.extend([";host=\"", authority.as_str(), "\""]);
        }
        if let Some(scheme) = &self.scheme {
            element.extend([";proto=", scheme.as_str()]);
        }
        element
    }
}

fn prefix(request: &Request) -> String {
    let was_noted =
        request.parts.context.before.as_ref().is_some_and(|before| !before.path.is_empty());
    if request.parts.context.stripped == 0 && !was_noted {
        return String::new();
    }
    let (whole, rest) = (request.parts.original_uri(), request.uri().path());
    match whole.path().strip_suffix(rest) {
        Some(prefix) => prefix.to_owned(),
        // The rest of `/api` is empty, which a path cannot be.
        None if rest == "/" => whole.path().to_owned(),
        None => String::new(),
    }
}
