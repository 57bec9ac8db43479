//! Authorities: a host and maybe a port
//! ([RFC 3986, 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)).

use std::borrow::Cow;

use super::Problem;
use super::reference::cut;

/// Appends an authority as a request can be sent to it: not the text that was given, if that had an
/// empty port or a host to be converted.
pub(super) fn add(url: &mut String, text: &str) -> Result<(), Problem> {
    if !cut(text, b"@").1.is_empty() {
        return Err(Problem::User);
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(literal) => {
            let (address, rest) = cut(literal, b"]");
            let colons = address.bytes().filter(|byte| *byte == b':').count();
            // http's type takes no more.
            let is_address = address.bytes().all(is_of_address) && matches!(colons, 1..=8);
            let port = rest.strip_prefix(']').filter(|_| is_address).ok_or(Problem::Address)?;
            if !matches!(port.as_bytes(), [] | [b':', ..]) {
                return Err(Problem::Address);
            }
            (Cow::from(text.strip_suffix(port).unwrap_or(text)), port)
        }
        None => {
            let (host, port) = cut(text, b":");
            (name(host)?, port)
        }
    };
    url.push_str(&host);
    // RFC 3986, 6.2.3: an empty one is none. Hosts do not know that.
    if let [_, digits @ ..] = port.as_bytes()
        && !digits.is_empty()
    {
        number(digits).ok_or(Problem::Port)?;
        url.push_str(port);
    }
    Ok(())
}

/// The number of a port.
pub(super) fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0u16, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u16::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
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
    let is_plain = host.is_ascii() && !host.bytes().any(|byte| byte == b'%');
    let host = if is_plain { host.into() } else { to_ascii(host)? };
    if host.bytes().all(is_of_name) { Ok(host) } else { Err(Problem::Host) }
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
