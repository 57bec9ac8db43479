//! References: URLs that may be relative
//! ([RFC 3986, 4 and 5](https://www.rfc-editor.org/rfc/rfc3986#section-4)).

use http::Uri;

use super::Url;
use super::authority::{self, cut};
use super::invalid::InvalidUrl;
use crate::target::LONGEST;

/// Resolves a text against a base
/// ([RFC 3986, 5.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.2), strict).
pub(in crate::client) fn join(base: Option<&Url>, text: &str) -> Result<Url, InvalidUrl> {
    // RFC 3986, B.
    let (text, _fragment) = cut(trimmed(text), b"#");
    let (text, mut query) = cut(text, b"?");
    let (scheme, rest) = match cut(text, b":") {
        (scheme, rest) if is_scheme(scheme) && !rest.is_empty() => (Some(scheme), rest),
        _ => (None, text),
    };
    let rest = if scheme.is_some() { rest.strip_prefix(':').unwrap_or(rest) } else { rest };
    let base = base.map(Url::target).ok_or(InvalidUrl::NoBase);
    let is_https = match scheme {
        Some(scheme) => is_https(scheme)?,
        None => base?.is_https,
    };
    let mut url = String::from(if is_https { "https://" } else { "http://" });
    let end;
    if let Some(rest) = rest.strip_prefix("//") {
        let (authority, path) = cut(rest, b"/");
        authority::add(&mut url, authority)?;
        end = url.len();
        add_path(&mut url, path);
    } else if scheme.is_some() {
        return Err(InvalidUrl::NoHost);
    } else {
        let base = base?;
        url.push_str(base.authority);
        end = url.len();
        let (before, query_before) = cut(base.path, b"?");
        if rest.is_empty() {
            url.push_str(before);
            query = if query.is_empty() { query_before } else { query };
        } else {
            // RFC 3986, 5.2.3.
            let last = before.bytes().rposition(|byte| byte == b'/');
            let folder = last.and_then(|last| before.get(..=last));
            let folder = folder.filter(|_| !rest.starts_with('/')).unwrap_or_default();
            add_path(&mut url, &format!("{folder}{rest}"));
        }
    }
    encode(&mut url, query);
    if url.len() - end > LONGEST {
        Err(InvalidUrl::TooLong)
    } else {
        Ok(Url::of(is_https, url, end))
    }
}

/// Without the spaces and control characters around it, which are a byte each.
fn trimmed(text: &str) -> &str {
    let mut bytes = text.bytes();
    let start = bytes.position(|byte| byte > b' ').unwrap_or(text.len());
    let length = bytes.rposition(|byte| byte > b' ').map_or(1, |last| last + 2);
    text.get(start..start + length).unwrap_or_default()
}

/// `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`
fn is_scheme(text: &str) -> bool {
    let is_of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.bytes().all(is_of_scheme)
}

fn is_https(scheme: &str) -> Result<bool, InvalidUrl> {
    match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => Ok(true),
        _ if scheme.eq_ignore_ascii_case("http") => Ok(false),
        _ => Err(InvalidUrl::Scheme),
    }
}

/// Appends a path without its `.` and `..`
/// ([RFC 3986, 5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)).
fn add_path(url: &mut String, path: &str) {
    let root = url.len();
    let mut rest = path;
    loop {
        let (segment, next) = cut(rest.strip_prefix('/').unwrap_or(rest), b"/");
        let dots = matches!(segment, "." | "..");
        if segment == ".." {
            let parent = url.bytes().skip(root).rposition(|byte| byte == b'/');
            url.truncate(root + parent.unwrap_or(0));
        }
        if !dots || next.is_empty() {
            url.push('/');
        }
        if !dots {
            encode(url, segment);
        }
        if next.is_empty() {
            return;
        }
        rest = next;
    }
}

/// Appends a text, and percent-encodes the bytes that are not allowed in a path or a query. Brackets
/// are not, but servers are used to them. By the percent-encoding crate it takes 1.3 KB more.
fn encode(url: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | ..=b' ' | 0x7f.. => {
                let digit = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
                url.push('%');
                url.push(digit(byte >> 4));
                url.push(digit(byte & 15));
            }
            _ => url.push(char::from(byte)),
        }
    }
}

/// Whether a URL has a scheme and an authority that a request can be sent to. `HTTPS` in capitals is
/// another scheme for http's type.
pub(in crate::client) fn has_origin(url: &Uri) -> bool {
    let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else { return false };
    let mut checked = String::new();
    matches!(scheme, "http" | "https")
        && authority::add(&mut checked, authority.as_str()).is_ok()
        && checked == authority.as_str()
}
