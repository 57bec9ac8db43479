//! The `set-cookie` fields of a response
//! ([RFC 6265, 4.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1)).

use std::fmt::{self, Write as _};

use cookie::time::UtcOffset;
use http::header::{HeaderValue, SET_COOKIE};

use super::Cookie;
use crate::error::Error;
use crate::response::ResponseParts;
use crate::shown::log_line;

/// Sets the added and removed cookies of a jar. A cookie that cannot be sent is left out.
pub(super) fn set_changes(
    jar: &cookie::CookieJar,
    mut res: ResponseParts,
) -> Result<ResponseParts, Error> {
    for cookie in jar.delta() {
        match field(cookie) {
            Ok(value) => res.append(SET_COOKIE, value)?,
            Err(why) => {
                log_line!("doorway: left out the cookie `{}`: {why}", cookie.name().escape_debug());
            }
        }
    }
    Ok(res)
}

/// The reason why a cookie cannot be sent.
#[derive(Debug)]
enum Unsendable {
    NoName,
    Attribute(&'static str),
    Expires,
}

impl fmt::Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("it has no name"),
            Self::Attribute(name) => write!(
                f,
                "its {name} has a `;` or a control character in it, which would end the attribute"
            ),
            Self::Expires => f.write_str("the time at which it expires is out of range"),
        }
    }
}

/// Percent-encodes the name and value, but not the attributes.
fn field(cookie: &Cookie<'_>) -> Result<HeaderValue, Unsendable> {
    if cookie.name().is_empty() {
        return Err(Unsendable::NoName);
    }
    for (name, value) in [("path", cookie.path()), ("domain", cookie.domain())] {
        // RFC 6265, 4.1.1: any character except control characters and `;`.
        if value.is_some_and(|value| value.contains(|c: char| c == ';' || c.is_control())) {
            return Err(Unsendable::Attribute(name));
        }
    }
    let expires = cookie.expires_datetime();
    if expires.is_some_and(|time| time.checked_to_offset(UtcOffset::UTC).is_none()) {
        return Err(Unsendable::Expires);
    }
    let mut text = String::new();
    write!(text, "{}", cookie.encoded()).map_err(|_| Unsendable::Expires)?;
    let mut value = HeaderValue::try_from(text).map_err(|_| Unsendable::Attribute("path"))?;
    value.set_sensitive(true);
    Ok(value)
}
