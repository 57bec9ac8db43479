//! Cookies of requests and responses: equal to the cookie crate's, apart from names.
#![cfg(feature = "cookies")]

use std::collections::BTreeMap;

use doorway::extract::cookie::{Cookie, CookieJar, Key, PrivateCookieJar, SignedCookieJar};
use doorway::http::header::{COOKIE, SET_COOKIE};
use doorway::http::{HeaderMap, HeaderValue};
use doorway::{IntoResponse, Response};
use proptest::prelude::*;

use crate::inputs;

const FIELDS: &[&str] = &[
    "session=1234",
    "theme=dark; lang=en",
    "a=1; a=2; b=\"3 4\"",
    "__Host-session=victim; other=attacker",
    "__Secure-a=%20b%3B",
    "gr%C3%B6%C3%9Fe=1%3B%202",
    "; =; a; =b; c=; d==; e=%ff;",
    "größe=1",
];

const TOKENS: &[&str] = &[
    ";",
    "=",
    " ",
    "\t",
    "%",
    "%48",
    "%5F",
    "%20",
    "%ff",
    "%25",
    "__Host-",
    "__%48ost-",
    "__Secure-",
    "\u{a0}",
    "\u{2000}",
    "\u{feff}",
    "\"",
    ",",
];

fn one(name: doorway::http::HeaderName, value: &[u8]) -> Option<HeaderMap> {
    let value = HeaderValue::from_bytes(value).ok()?;
    Some(HeaderMap::from_iter([(name, value)]))
}

fn all(jar: &CookieJar) -> BTreeMap<String, String> {
    jar.iter().map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect()
}

/// White space around names and values that the cookie crate takes away, and RFC 6265, 5.2 does not.
fn has_other_space(text: &str) -> bool {
    text.contains(|char: char| char.is_whitespace() && !matches!(char, ' ' | '\t'))
}

fn has_prefix(name: &str) -> bool {
    name.starts_with("__Host-") || name.starts_with("__Secure-")
}

/// The names of the cookies in a field, as a browser reads them.
fn names(field: &[u8]) -> Vec<&[u8]> {
    let pairs = field.split(|byte| *byte == b';');
    let names = pairs.filter_map(|pair| pair.split(|byte| *byte == b'=').next());
    names.map(|name| name.trim_ascii()).collect()
}

fn set_cookie(response: &Response) -> Option<&str> {
    response.headers().get(SET_COOKIE).map(|value| value.to_str().unwrap())
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn cookies_are_those_of_the_cookie_crate(text in inputs::text(FIELDS, TOKENS)) {
        let Some(headers) = one(COOKIE, text.as_bytes()) else { return Ok(()) };
        let ours = all(&CookieJar::from_headers(&headers));
        if has_other_space(&text) {
            return Ok(());
        }
        let mut theirs = BTreeMap::new();
        let raw = cookie::Cookie::split_parse(&*text);
        for (raw, decoded) in raw.zip(cookie::Cookie::split_parse_encoded(&*text)) {
            let Ok(raw) = raw else { continue };
            let value = percent_encoding::percent_decode_str(raw.value());
            let Ok(value) = value.decode_utf8() else { continue };
            // A name is decoded only if it is encoded in the one way that a jar does it; one that
            // is no text then stays, and does not take the cookie with it.
            let name = match &decoded {
                Ok(decoded) if decoded.encoded().stripped().to_string().split('=').next()
                    == Some(raw.name()) => decoded.name(),
                _ => raw.name(),
            };
            theirs.insert(name.to_owned(), value.into_owned());
        }
        prop_assert_eq!(ours, theirs);
    }

    /// A browser checks the prefixes of what it sends as that is written.
    #[test]
    fn no_name_gains_a_prefix(field in inputs::bytes(FIELDS, TOKENS)) {
        let Some(headers) = one(COOKIE, &field) else { return Ok(()) };
        for name in all(&CookieJar::from_headers(&headers)).keys().filter(|name| has_prefix(name)) {
            let mut written = names(&field).into_iter().filter_map(|name| str::from_utf8(name).ok());
            prop_assert!(written.any(has_prefix), "{}", name);
        }
    }

    #[test]
    fn signed_and_private_cookies_cannot_be_forged(field in inputs::bytes(FIELDS, TOKENS)) {
        let Some(headers) = one(COOKIE, &field) else { return Ok(()) };
        let key = Key::from(&[7; 64]);
        prop_assert_eq!(SignedCookieJar::from_headers(&headers, key.clone()).iter().count(), 0);
        prop_assert_eq!(PrivateCookieJar::from_headers(&headers, key).iter().count(), 0);
    }

    #[test]
    fn a_cookie_comes_back(name in inputs::text(FIELDS, TOKENS), value in inputs::text(FIELDS, TOKENS)) {
        let cookie = || Cookie::new(name.clone(), value.clone());
        let back = |response: Response| {
            let pair = set_cookie(&response)?.split(';').next()?;
            one(COOKIE, pair.as_bytes())
        };
        let key = || Key::from(&[7; 64]);
        let plain = back(CookieJar::new().add(cookie()).into_response());
        let signed = back(SignedCookieJar::new(key()).add(cookie()).into_response());
        let private = back(PrivateCookieJar::new(key()).add(cookie()).into_response());
        if name.is_empty() {
            prop_assert!(plain.is_none() && signed.is_none() && private.is_none());
            return Ok(());
        }
        let plain = CookieJar::from_headers(&plain.unwrap());
        prop_assert_eq!(plain.get(&name), Some(&cookie()));
        let signed = SignedCookieJar::from_headers(&signed.unwrap(), key());
        prop_assert_eq!(signed.get(&name), Some(cookie()));
        let private = PrivateCookieJar::from_headers(&private.unwrap(), key());
        prop_assert_eq!(private.get(&name), Some(cookie()));
    }

    /// A cookie is set as it was meant, or not at all.
    #[test]
    fn no_attribute_begins_another(
        name in inputs::text(FIELDS, TOKENS),
        value in inputs::text(FIELDS, TOKENS),
        path in prop::option::of(inputs::text(&["/", "/a/b", "/x; Domain=evil.example"], ATTRIBUTES)),
        domain in prop::option::of(inputs::text(&["a.example", ".a.example"], ATTRIBUTES)),
        secure: bool,
    ) {
        let mut cookie = Cookie::new(name.clone(), value.clone());
        path.clone().into_iter().for_each(|path| cookie.set_path(path));
        domain.clone().into_iter().for_each(|domain| cookie.set_domain(domain));
        cookie.set_secure(secure);
        let response = CookieJar::new().add(cookie.clone()).into_response();
        let is_plain = |text: &Option<String>| {
            !text.as_ref().is_some_and(|text| text.contains(|c: char| c == ';' || c.is_control()))
        };
        let is_sent = !name.is_empty() && is_plain(&path) && is_plain(&domain);
        let Some(set) = response.headers().get(SET_COOKIE) else {
            prop_assert!(!is_sent);
            return Ok(());
        };
        prop_assert!(is_sent);
        let set = str::from_utf8(set.as_bytes()).unwrap();
        let attributes = [path.is_some(), domain.is_some(), secure];
        let count = attributes.iter().filter(|attribute| **attribute).count();
        prop_assert_eq!(set.split(';').count(), 1 + count);
        let read = cookie::Cookie::parse_encoded(set).unwrap();
        prop_assert_eq!(read.name_value(), (&*name, &*value));
        prop_assert_eq!(read.path(), cookie.path().map(str::trim));
        let domain = cookie.domain().map(str::trim).filter(|domain| !domain.is_empty());
        prop_assert_eq!(read.domain(), domain.map(|domain| domain.strip_prefix('.').unwrap_or(domain)));
        prop_assert_eq!(read.secure().unwrap_or(false), secure);
    }
}

const ATTRIBUTES: &[&str] = &[
    ";",
    "; Domain=evil.example",
    "; Path=/",
    "\r\nset-cookie: a=b",
    "\n",
    "\0",
    "\u{85}",
    "=",
    " ",
    ",",
    "é",
];
