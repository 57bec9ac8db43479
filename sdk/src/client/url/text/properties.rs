//! Properties of URLs that are taken as they stand.

use proptest::prelude::*;

use super::super::join;
use super::*;
use crate::inputs;

const VALID: &[&str] = &[
    "http://a",
    "https://example.com/a/b.c?d=e%20f&g=h/i",
    "http://127.0.0.1:8080/.well-known/..x",
    "https://A-b_c.test:65535/;p=1/@me:x?a[]=1",
    "http://user@a.test:80/~/é",
    "ftp://a.test/",
];

const TOKENS: &[&str] = &[
    "/", "//", "/.", "/..", ".", "?", "#", ":", ":0", ":080", ":65536", "@", "[", "]", "%", "%2F",
    " ", "\t", "\0", "\\", "^", "{", "é", "_", "~", "HTTP",
];

proptest! {
    #![proptest_config(inputs::cases())]

    /// What is plain is what the closer look would make of it.
    #[test]
    fn plain_is_as_looked_at(text in inputs::text(VALID, TOKENS)) {
        let Ok(url) = Url::plain(&*text) else { return Ok(()) };
        let Ok(joined) = join(None, &text) else {
            return Err(TestCaseError::fail(format!("`{text}` is no URL")));
        };
        let parts = |of: Target<'_>| (of.is_https, of.authority.to_owned(), of.path.to_owned());
        let of_joined = parts(joined.target());
        prop_assert_eq!(parts(url.target()), of_joined);
        prop_assert_eq!(&*url, &*joined);
        let (one, other) = (url.into_uri(), joined.into_uri());
        prop_assert_eq!(one, other);
    }
}
