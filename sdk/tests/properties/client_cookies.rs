//! A client's cookies: the cookie_store crate keeps and sends the same, apart from listed
//! differences.
#![cfg(feature = "cookies")]

use doorway::client::cookie::{CookieStore, Jar};
use proptest::prelude::*;
use proptest::sample::select;
use url::Url;

use crate::inputs;

const COOKIES: &[&str] = &[
    "a=1",
    "a=1; Path=/",
    "a=1; Path=/one; Secure",
    "a=1; Domain=a.example",
    "a=1; Domain=.A.Example; Path=/one/two",
    "a=1; Domain=x.a.example",
    "a=1; Domain=a.example.",
    "a=1; Domain=127.0.0.1",
    "a=1; Domain=evil.example.",
    "a=1; Max-Age=100; HttpOnly; SameSite=Lax",
    "a=1; Max-Age=0",
    "a=\"1 2\" ; secure",
    "__Host-a=1; Secure; Path=/",
    "__Secure-a=1; Secure",
];

const TOKENS: &[&str] = &[
    ";",
    "=",
    " ",
    "\t",
    ".",
    "/",
    "; Domain=",
    "; Domain=.a.example",
    "; Path=/",
    "; Path=one",
    "; Secure",
    "; Max-Age=-1",
    "; Max-Age=99999999999999999999",
    "%",
    "\r\n",
    "\0",
    "\u{a0}",
    "é",
    "__Host-",
];

const HOSTS: &[&str] = &[
    "a.example",
    "x.a.example",
    "y.x.a.example",
    "ba.example",
    "b.example",
    "A.EXAMPLE",
    "a.example.",
    "x.a.example.",
    "localhost",
    "127.0.0.1",
    "10.0.0.1",
    "127.evil.example",
    "127.evil.example.",
    "[::1]",
    "[::2]",
];

fn url() -> impl Strategy<Value = String> {
    let path = select(&["/", "", "/one", "/one/", "/one/two", "/onetwo", "/one/two/three?a=b/c"]);
    (select(&["http", "https"]), select(HOSTS), path)
        .prop_map(|(scheme, host, path)| format!("{scheme}://{host}{path}"))
}

fn is_secure(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

/// Values of an attribute, as RFC 6265, 5.2 reads them.
fn attributes<'a>(cookie: &'a str, name: &str) -> Vec<&'a str> {
    let pairs = cookie.split(';').skip(1).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let trim = |text: &'a str| text.trim_matches([' ', '\t']);
    let named = pairs.filter(|(key, _)| trim(key).eq_ignore_ascii_case(name));
    named.map(|(_, value)| trim(value)).collect()
}

/// Whether the crate reads a cookie otherwise than RFC 6265 says, or leaves something open that
/// [`Jar`] decides.
fn is_read_otherwise(cookie: &str) -> bool {
    // It takes all white space away, not that of 5.2 alone, and does not mind control characters.
    let is_odd = |char: char| (char.is_whitespace() || char.is_control()) && char != ' ';
    let domains = attributes(cookie, "domain");
    let ages = attributes(cookie, "max-age");
    cookie.contains(is_odd)
        // An empty one undoes the one before (6265bis, 5.6.3).
        || domains.len() > 1
        // So does a path without `=` (6265, 5.2).
        || attributes(cookie, "path").len() > 1
        // It maps what is not ASCII, and takes away two dots, or a dot and a space (6265, 5.2.3: one dot).
        || domains.iter().any(|domain| !domain.is_ascii() || domain.starts_with("..") || domain.starts_with(". "))
        // It takes no digits for the end of time.
        || ages.iter().any(|age| !age.bytes().any(|byte| byte.is_ascii_digit()))
        // It does not read dates as 5.1.1 says.
        || !attributes(cookie, "expires").is_empty()
}

/// Whether [`Jar`] refuses a cookie by what its documentation says, and the crate does not.
fn is_refused_by_us(cookie: &str, from: &Url) -> bool {
    let is_secure_cookie = !attributes(cookie, "secure").is_empty();
    let domain = attributes(cookie, "domain").last().map(|domain| domain.trim_start_matches('.'));
    let domain = domain.filter(|domain| !domain.is_empty());
    let is_host = domain.is_none() && attributes(cookie, "path").last() == Some(&"/");
    let name = cookie.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_public = domain.is_some_and(|domain| {
        !domain.trim_end_matches('.').contains('.') && from.host_str() != Some(domain)
    });
    is_secure_cookie && !is_secure(from)
        || name.starts_with("__secure-") && !is_secure_cookie
        || name.starts_with("__host-") && !(is_secure_cookie && is_host)
        || is_public
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_cookie_goes_where_the_cookie_store_crate_sends_it(
        cookie in inputs::text(COOKIES, TOKENS),
        from in url(),
        to in url(),
    ) {
        let jar = Jar::default();
        jar.add_cookie_str(&cookie, &from.parse().unwrap());
        let ours = jar.cookies(&to.parse().unwrap());
        let ours = ours.as_ref().map(|value| str::from_utf8(value.as_bytes()).unwrap());
        let (from, to) = (Url::parse(&from).unwrap(), Url::parse(&to).unwrap());
        if let Some(sent) = ours {
            // A cookie that is sent was set by its host, and `Secure` ones are not sent in the
            // open.
            prop_assert!(cookie.contains(sent.split('=').next().unwrap_or_default()));
            prop_assert!(attributes(&cookie, "secure").is_empty() || is_secure(&to));
            let ends = |host: &Url| host.host_str().map(|host| host[host.len().saturating_sub(9)..].to_owned());
            prop_assert_eq!(ends(&from), ends(&to));
        }
        if cookie.contains(|char: char| char.is_control() && char.is_ascii() && char != '\t') {
            prop_assert_eq!(ours, None);
        }
        if is_read_otherwise(&cookie) {
            return Ok(());
        }
        if is_refused_by_us(&cookie, &from) {
            prop_assert_eq!(ours, None);
            return Ok(());
        }
        // It takes an IPv6 address in a domain for an error.
        if attributes(&cookie, "domain").iter().any(|domain| domain.contains(['[', ':'])) {
            return Ok(());
        }
        let mut store = cookie_store::CookieStore::default();
        let _ = store.parse(&cookie, &from);
        let theirs = store.get_request_values(&to).next();
        let theirs = theirs.map(|(name, value)| format!("{name}={value}"));
        prop_assert_eq!(ours, theirs.as_deref());
    }
}
