//! Properties of `set-cookie` fields: they are read as by the cookie crate, with the differences
//! that are listed here.

use std::time::{Duration, SystemTime};

use cookie::Cookie;
use proptest::prelude::*;

use super::date;
use super::parse::SetCookie;
use crate::inputs;

const COOKIES: &[&str] = &[
    "a=1",
    " a = 1 2 ; Path=/one; Domain=.A.Example; Secure; HttpOnly",
    "session=\"x y\"; SameSite=None; Secure; Path=/; Max-Age=3600",
    "a=; Max-Age=0; path=x",
    "a=1; Max-Age=-5; domain=",
    "a=b=c; secure=no; what=else",
    "a=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT",
];

const TOKENS: &[&str] = &[
    ";",
    "=",
    " ",
    "\t",
    "; Path=/a",
    "; Domain=b.example",
    "; max-age=10",
    "; SECURE",
    "\0",
    "\n",
    "\u{7f}",
    "\u{a0}",
    "é",
    "%20",
];

const DATES: &[&str] = &[
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "6 nov 1994 8:49:37",
    "31 Dec 9999 23:59:59",
    "29 Feb 2000 0:0:0",
];

const OF_DATES: &[&str] =
    &["0", "9", "99", ":", " ", "-", ",", "Feb", "Dec", "1601", "69", "70", "é", "29 ", "GMT"];

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_cookie_is_what_the_cookie_crate_reads(text in inputs::text(COOKIES, TOKENS)) {
        const NOW: u64 = 1_000_000;
        let ours = SetCookie::parse(&text, NOW);
        // 6265bis, 5.6: such a cookie is refused as a whole. The crate does not mind.
        if text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            prop_assert_eq!(ours, None);
            return Ok(());
        }
        // The crate takes all white space away, not that of 5.2 alone.
        if text.contains(|char: char| char.is_whitespace() && !matches!(char, ' ' | '\t')) {
            return Ok(());
        }
        let theirs = Cookie::parse(&*text).ok();
        prop_assert_eq!(ours.is_some(), theirs.is_some());
        let (Some(ours), Some(theirs)) = (ours, theirs) else { return Ok(()) };
        prop_assert_eq!((ours.name, ours.value), theirs.name_value());
        prop_assert_eq!(ours.is_secure, theirs.secure() == Some(true));
        // Of an attribute that is there twice the crate passes an empty one over.
        let text = text.to_ascii_lowercase();
        let once = |name: &str| text.matches(name).count() < 2;
        if once("path") {
            prop_assert_eq!(ours.path, theirs.path().filter(|path| path.starts_with('/')));
        }
        if once("domain") {
            let domain = theirs.domain().map(str::to_ascii_lowercase);
            prop_assert_eq!(ours.domain, domain.filter(|domain| !domain.is_empty()));
        }
        // The crate takes text without digits for the end of time; more forms of dates are read here.
        let mut ages = text.split(';').filter_map(|pair| pair.split_once('='));
        let has_digits = ages.all(|(name, value)| {
            name.trim() != "max-age" || value.contains(|char: char| char.is_ascii_digit())
        });
        if once("max-age") && has_digits && !text.contains("expires") {
            let age = theirs.max_age().map(|age| u64::try_from(age.whole_seconds()).unwrap());
            let expires = age.map(|age| if age == 0 { 0 } else { NOW.saturating_add(age) });
            // It counts to the highest number with a sign.
            let most = NOW + u64::try_from(i64::MAX).unwrap();
            prop_assert_eq!(ours.expires.map(|end| end.min(most)), expires);
        }
    }

    #[test]
    fn a_date_of_http_is_read(seconds in 0_u64..253_402_300_800) {
        let text = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        prop_assert_eq!(date::parse(&text), Some(seconds));
    }

    #[test]
    fn no_date_is_later_than_all(text in inputs::text(DATES, OF_DATES)) {
        if let Some(seconds) = date::parse(&text) {
            prop_assert!(seconds < 253_402_300_800, "{}", seconds);
            // One that HTTP knows says the same there.
            if let Ok(time) = httpdate::parse_http_date(&text) {
                let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                prop_assert_eq!(seconds, since.as_secs());
            }
        }
    }
}
