//! Properties of URLs: plain ones are as `join` reads them, and one origin is one for the url crate.

use proptest::prelude::*;
use proptest::sample::select;

use super::Url;
use super::reference::join;
use crate::inputs;
use crate::target::Target;

const VALID: &[&str] = &[
    "http://a",
    "https://example.com/a/b.c?d=e%20f&g=h/i",
    "http://127.0.0.1:8080/.well-known/..x",
    "https://A-b_c.test:65535/;p=1/@me:x?a[]=1",
    "http://user@a.test:80/~/é",
    "ftp://a.test/",
];

const OF_VALID: &[&str] = &[
    "/", "//", "/.", "/..", ".", "?", "#", ":", ":0", ":080", ":65536", "@", "[", "]", "%", "%2F",
    " ", "\t", "\0", "\\", "^", "{", "é", "_", "~", "HTTP",
];

const URLS: &[&str] = &[
    "http://a.example/",
    "https://a.example/",
    "http://a.example:80/x",
    "https://a.example:443?y",
    "https://A.Example:0443/",
    "https://a.example:80/",
    "https://a.example./",
    "https://x.a.example",
    "http://127.0.0.1:80/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://0x7f.0.0.1/",
    "http://2130706433:80/",
    "http://[::1]/",
    "http://[::1]:80/",
    "http://[0:0::1]:080/",
    "https://xn--nxasmq6b.example/",
];

const TOKENS: &[&str] = &[
    ".", ":", "80", "443", "0", "@", "/", "//", "a", "EXAMPLE", "[", "]", "%61", "é", "\t", "?",
    "#",
];

proptest! {
    #![proptest_config(inputs::cases())]

    /// A plain URL is as `join` reads it.
    #[test]
    fn plain_is_as_looked_at(text in inputs::text(VALID, OF_VALID)) {
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

    #[test]
    fn one_origin_is_one_for_the_url_crate(
        one in inputs::text(URLS, TOKENS),
        other in prop_oneof![
            inputs::text(URLS, TOKENS),
            select(URLS).prop_map(str::to_owned),
        ],
    ) {
        let (Ok(ours), Ok(our_other)) = (join(None, &one), join(None, &other)) else {
            return Ok(());
        };
        prop_assert!(ours.has_origin_of(&ours) && our_other.has_origin_of(&our_other));
        prop_assert_eq!(ours.has_origin_of(&our_other), our_other.has_origin_of(&ours));
        // Read as it is sent, not as it was given.
        let parse = |url: &Url| url::Url::parse(url.as_str());
        let (Ok(theirs), Ok(their_other)) = (parse(&ours), parse(&our_other)) else {
            return Ok(());
        };
        // The other way round the crate says so of more: it reads `127.1` as an address, and leaves
        // zeros before a number out.
        if ours.has_origin_of(&our_other) {
            prop_assert_eq!(theirs.origin(), their_other.origin());
        }
    }
}
