//! URLs of all kinds: the url crate has to agree, and nothing panics.

use doorway::client::{Client, Error};
use doorway::http::Uri;
use proptest::prelude::*;

use crate::inputs;

fn absolute(text: &str) -> Result<String, Error> {
    Client::new().get(text).build().map(|request| request.url().to_string())
}

fn relative(base: &str, text: &str) -> Result<String, Error> {
    let client = Client::builder().base_url(base).build()?;
    client.get(text).build().map(|request| request.url().to_string())
}

const VALID: &[&str] = &[
    "http://a.test/b/c?d=e#f",
    "HTTPS://user:pass@EXAMPLE.com:8443/%7Ea/%zz/%?q",
    "http://[2001:db8::7]:8080/../x/./y//",
    "https://bücher.example:443/é?ü",
    "//other.test/path",
    "/a/b/../c",
    "?only=query",
    "http://127.0.0.1:65535",
    "http:a\\b",
];

const TOKENS: &[&str] = &[
    "/", "//", "?", "#", ":", "@", "[", "]", "%", "%2F", "..", "/.", "\\", "\r\n", "\t", " ", "\0",
    "\u{7f}", "é", "\u{ad}", ":0", ":65536", "http:", "https://",
];

/// Paths and queries of which the URL Standard says the same as RFC 3986: it knows no empty
/// references of other kinds, and encodes a few characters less.
fn references() -> impl Strategy<Value = String> {
    let segment =
        prop_oneof![Just("."), Just(".."), Just(""), Just("a"), Just("b;c=é"), Just("...")];
    let path = prop::collection::vec(segment, 0..6).prop_map(|segments| segments.join("/"));
    let start = prop_oneof![
        4 => Just(""),
        2 => Just("/"),
        1 => Just("//other.test:8080/"),
        1 => Just("https://third.test/"),
        1 => Just("http://[::1]:1/"),
    ];
    let end = prop_oneof![Just(""), Just("?"), Just("?x=/../y z"), Just("#s/../t"), Just("?é#/")];
    (start, path, end).prop_map(|(start, path, end)| {
        // Two slashes begin an authority, which may not be empty.
        let path =
            if start.is_empty() || start == "/" { path.trim_start_matches('/') } else { &path };
        format!("{start}{path}{end}")
    })
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn resolution_agrees_with_the_url_crate(
        base in references(),
        text in references(),
    ) {
        let root = url::Url::parse("http://root.test/p/q?r").unwrap();
        let base = root.join(&base).unwrap();
        let mut expected = base.join(&text).unwrap();
        expected.set_fragment(None);
        prop_assert_eq!(relative(base.as_str(), &text).unwrap(), expected.as_str());
    }

    /// An accepted query is valid in a URL, and unchanged.
    #[test]
    fn no_text_panics_or_gets_through_raw(text in inputs::text(VALID, TOKENS)) {
        for result in [absolute(&text), relative("https://a.test/b/c", &text)] {
            let Ok(url) = result else { continue };
            prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{}", url);
            prop_assert!(url.starts_with("http://") || url.starts_with("https://"), "{}", url);
            prop_assert_eq!(absolute(&url).unwrap(), url);
        }
    }

    #[test]
    fn no_uri_panics(text in inputs::text(VALID, TOKENS)) {
        if let Ok(uri) = text.parse::<Uri>()
            && let Ok(request) = Client::new().get(uri).build()
        {
            prop_assert!(request.url().to_string().bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
