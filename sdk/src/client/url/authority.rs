//! Authorities: a host and maybe a port
//! ([RFC 3986, 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)).

use std::borrow::Cow;

use super::invalid::InvalidUrl;
use super::number;

/// Appends an authority in the form that hosts take: without an empty port, and its host in ASCII.
pub(super) fn add(url: &mut String, text: &str) -> Result<(), InvalidUrl> {
    if !cut(text, b"@").1.is_empty() {
        return Err(InvalidUrl::User);
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(literal) => {
            let (address, rest) = cut(literal, b"]");
            let colons = address.bytes().filter(|byte| *byte == b':').count();
            // http's type accepts no more.
            let is_address = address.bytes().all(is_of_address) && matches!(colons, 1..=8);
            let port = rest.strip_prefix(']').filter(|_| is_address).ok_or(InvalidUrl::Address)?;
            if !matches!(port.as_bytes(), [] | [b':', ..]) {
                return Err(InvalidUrl::Address);
            }
            (Cow::from(text.strip_suffix(port).unwrap_or(text)), port)
        }
        None => {
            let (host, port) = cut(text, b":");
            (name(host)?, port)
        }
    };
    url.push_str(&host);
    // RFC 3986, 6.2.3: an empty port is none. Hosts do not know that.
    if let [_, digits @ ..] = port.as_bytes()
        && !digits.is_empty()
    {
        number(digits).ok_or(InvalidUrl::Port)?;
        url.push_str(port);
    }
    Ok(())
}

fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
}

/// A name ([RFC 3986, 3.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2)) in ASCII.
fn name(host: &str) -> Result<Cow<'_, str>, InvalidUrl> {
    if host.is_empty() {
        return Err(InvalidUrl::NoHost);
    }
    let is_plain = host.is_ascii() && !host.bytes().any(|byte| byte == b'%');
    let host = if is_plain { host.into() } else { to_ascii(host)? };
    if host.bytes().all(is_of_name) { Ok(host) } else { Err(InvalidUrl::Host) }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

/// A host in punycode ([UTS 46](https://www.unicode.org/reports/tr46/)); one that is percent-encoded
/// is decoded first, as
/// [RFC 3986, 3.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2) says.
#[cfg(feature = "idna")]
fn to_ascii(host: &str) -> Result<Cow<'_, str>, InvalidUrl> {
    let host: Cow<'_, [u8]> = percent_encoding::percent_decode_str(host).into();
    match idna::domain_to_ascii_cow(&host, idna::AsciiDenyList::URL) {
        Ok(host) if !host.is_empty() => Ok(host.into_owned().into()),
        _ => Err(InvalidUrl::Host),
    }
}

#[cfg(not(feature = "idna"))]
fn to_ascii(_: &str) -> Result<Cow<'_, str>, InvalidUrl> {
    Err(InvalidUrl::NotAscii)
}

/// Splits a text before the first of these bytes.
#[inline(never)]
pub(in crate::client) fn cut<'a>(text: &'a str, before: &[u8]) -> (&'a str, &'a str) {
    let end = text.bytes().position(|byte| before.contains(&byte));
    end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""))
}
