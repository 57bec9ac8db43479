//! Properties of paths and queries.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::*;
use crate::inputs;

const VALID: &[&str] = &[
    "/",
    "*",
    "/admin/users?page=2&sort=name",
    "/a%20b/%C3%A9/é?q=%zz#top",
    "//evil.test/../x/./y",
    "http://user@example.com:99999/a?b",
    "example.com:443",
    "?a=b",
    "",
];

const TOKENS: &[&str] = &[
    "/", "?", "#", "*", "%", "%2F", " ", "\0", "\t", "\r\n", "\u{7f}", "<", "\"", "{", "|", "é",
    ":", "@",
];

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

proptest! {
    #![proptest_config(inputs::cases())]

    /// Routes are matched with one text, handlers get the other.
    #[test]
    fn the_uri_says_what_routes_are_matched_with(told in inputs::text(VALID, TOKENS)) {
        let target = normal(told.clone());
        prop_assert!(target.starts_with('/') || target == "*");
        prop_assert_eq!(&normal(target.clone()), &target);
        prop_assert!(!is_too_long(&target));
        for (scheme, authority) in [
            (None, None),
            (Some(Scheme::HTTPS), None),
            (Some(Scheme::HTTP), Some(Authority::from_static("a.test:8080"))),
        ] {
            let uri = uri(scheme, authority, &target);
            let (path, query) = match target.split_once('?') {
                Some((path, query)) => (path, Some(query)),
                None => (&*target, None),
            };
            prop_assert_eq!(decoded(uri.path()), decoded(path), "{:?}", told);
            prop_assert_eq!(uri.query().map(decoded), query.map(decoded), "{:?}", told);
            prop_assert_eq!(uri.path().matches('/').count(), path.matches('/').count());
        }
    }
}
