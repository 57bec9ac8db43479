//! A `set-cookie` field ([RFC 6265, 5.2](https://www.rfc-editor.org/rfc/rfc6265#section-5.2)).
//!
//! The cookie crate reads it otherwise: it accepts control characters and long attributes, takes
//! `max-age=soon` for the end of time, and knows dates in a few formats only.

use super::date;

/// The maximum length of a name and a value together, in bytes.
const MAX_LEN: usize = 4096;

/// The maximum length of an attribute, in bytes.
const MAX_ATTRIBUTE_LEN: usize = 1024;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SetCookie<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// In seconds since 1970; `None` for a cookie of the session.
    pub(super) expires: Option<u64>,
    /// In lower case, without the dot before it; not empty.
    pub(super) domain: Option<String>,
    /// Absolute.
    pub(super) path: Option<&'a str>,
    pub(super) is_secure: bool,
}

impl<'a> SetCookie<'a> {
    pub(super) fn parse(text: &'a str, now: u64) -> Option<Self> {
        if text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return None;
        }
        let mut parts = text.split(';');
        let (name, value) = pair(parts.next()?);
        let (name, value) = (name, value?);
        if name.is_empty() || name.len() + value.len() > MAX_LEN {
            return None;
        }
        let mut cookie = Self { name, value, ..Self::default() };
        let mut max_age = None;
        for (name, value) in parts.map(pair) {
            let value = value.unwrap_or_default();
            if value.len() > MAX_ATTRIBUTE_LEN {
                continue;
            }
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            if is("expires") {
                cookie.expires = date::parse(value).or(cookie.expires);
            } else if is("max-age") {
                max_age = parse_max_age(value).or(max_age);
            } else if is("domain") {
                let domain = value.strip_prefix('.').unwrap_or(value);
                cookie.domain = Some(domain.to_ascii_lowercase()).filter(|name| !name.is_empty());
            } else if is("path") {
                cookie.path = Some(value).filter(|path| path.starts_with('/'));
            } else if is("secure") {
                cookie.is_secure = true;
            }
        }
        if let Some(max_age) = max_age {
            cookie.expires = Some(if max_age == 0 { 0 } else { now.saturating_add(max_age) });
        }
        Some(cookie)
    }
}

fn pair(part: &str) -> (&str, Option<&str>) {
    match part.split_once('=') {
        Some((name, value)) => (trim(name), Some(trim(value))),
        None => (trim(part), None),
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The seconds of a `max-age` (5.2.2), 0 if they are negative.
fn parse_max_age(value: &str) -> Option<u64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_over = digits.len() < value.len();
    Some(if is_over { 0 } else { digits.parse().unwrap_or(u64::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<SetCookie<'_>> {
        SetCookie::parse(text, 1000)
    }

    #[test]
    fn a_cookie_has_a_name_and_a_value() {
        for (text, name, value) in [
            ("a=b", "a", "b"),
            (" a = b ; c=d", "a", "b"),
            ("a=", "a", ""),
            ("a=b=c", "a", "b=c"),
            ("a=\"b\"", "a", "\"b\""),
            ("a b=c d", "a b", "c d"),
            ("é=%20", "é", "%20"),
        ] {
            let expected = SetCookie { name, value, ..SetCookie::default() };
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in ["", ";", "a", "=b", "a;b=c", "a=b\0", "a=b\r\nc: d", "a=\u{7f}"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse(&format!("a={}", "b".repeat(4095))).is_some());
        assert!(parse(&format!("a={}", "b".repeat(4096))).is_none());
    }

    #[test]
    fn attributes_are_read_if_they_are_right() {
        let with = |attributes: &'static str| {
            let text = format!("a=b; {attributes}");
            let SetCookie { expires, domain, path, is_secure, .. } =
                parse(Box::leak(text.into_boxed_str())).unwrap();
            (expires, domain, path, is_secure)
        };
        let none = || (None, None, None, false);
        assert_eq!(with("SECURE"), (None, None, None, true));
        assert_eq!(with("secure=no;;"), (None, None, None, true));
        assert_eq!(with("Path=/a ; path=/b"), (None, None, Some("/b"), false));
        assert_eq!(with("path=/a; path=b"), none());
        assert_eq!(with("domain=.A.Example"), (None, Some("a.example".into()), None, false));
        assert_eq!(with("domain=; httponly; samesite=lax; what=else"), none());
        for (max_age, expires) in [
            ("60", Some(1060)),
            ("0", Some(0)),
            ("-1", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("18446744073709551615", Some(u64::MAX)),
            ("-", None),
            ("", None),
            ("+1", None),
            ("1.5", None),
            ("1x", None),
        ] {
            let text = format!("a=b; max-age={max_age}");
            assert_eq!(parse(&text).unwrap().expires, expires, "{max_age}");
        }
        let date = "expires=Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(with("expires=Sun, 06 Nov 1994 08:49:37 GMT").0, Some(784_111_777));
        assert_eq!(parse(&format!("a=b; max-age=5; {date}")).unwrap().expires, Some(1005));
        assert_eq!(with("expires=soon"), none());
        let long = format!("a=b; path=/{}", "p".repeat(1024));
        assert_eq!(parse(&long).unwrap().path, None);
    }
}
