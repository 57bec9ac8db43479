//! Authorities: a host and maybe a port
//! ([RFC 3986, 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)).

use std::borrow::Cow;

use super::Problem;

/// An authority as a request can be sent to it: not the text that was given, if that had an empty
/// port or a host to be converted.
pub(super) fn checked(text: &str) -> Result<Cow<'_, str>, Problem> {
    if text.contains('@') {
        return Err(Problem::User);
    }
    let (host, port) = if let Some(literal) = text.strip_prefix('[') {
        let (address, port) = literal.split_once(']').ok_or(Problem::Address)?;
        if !address.contains(':') || !address.bytes().all(is_of_address) {
            return Err(Problem::Address);
        }
        let host = text.strip_suffix(port).unwrap_or(text);
        match port.strip_prefix(':') {
            None if port.is_empty() => return Ok(text.into()),
            None => return Err(Problem::Address),
            Some(port) => (Cow::from(host), port),
        }
    } else {
        let (host, port) = text.split_once(':').unwrap_or((text, ""));
        (name(host)?, port)
    };
    // RFC 3986, 6.2.3: an empty one is none. Hosts do not know that.
    if port.is_empty() {
        return Ok(host);
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) || port.parse::<u16>().is_err() {
        return Err(Problem::Port);
    }
    Ok(match host {
        Cow::Borrowed(_) => text.into(),
        Cow::Owned(host) => format!("{host}:{port}").into(),
    })
}

fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
}

/// A name ([RFC 3986, 3.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2)) in ASCII.
fn name(host: &str) -> Result<Cow<'_, str>, Problem> {
    if host.is_empty() {
        return Err(Problem::NoHost);
    }
    if !host.is_ascii() || host.contains('%') {
        return to_ascii(host);
    }
    if host.bytes().all(is_of_name) { Ok(host.into()) } else { Err(Problem::Host) }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

#[cfg(feature = "idna")]
use super::idna::to_ascii;

#[cfg(not(feature = "idna"))]
fn to_ascii(_: &str) -> Result<Cow<'_, str>, Problem> {
    Err(Problem::NotAscii)
}
