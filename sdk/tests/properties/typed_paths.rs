//! Paths that derived code writes: the url crate reads their values, as browsers do, and routes do.

use std::fmt::Display;

use doorway::Router;
use doorway::routing::{RouterExt, TypedPath};
use doorway::testing::TestClient;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde::Deserialize;
use url::Url;

use crate::inputs;

#[derive(Deserialize, TypedPath)]
#[typed_path("/{first}/{second}")]
struct Both {
    first: String,
    second: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/files/v{version}/{*rest}")]
struct Between {
    version: String,
    rest: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/.{name}")]
struct Hidden {
    name: String,
}

#[derive(Deserialize, TypedPath)]
#[typed_path("/{name}/")]
struct Slash {
    name: String,
}

const VALID: &[&str] =
    &["Earth", "", ".", "..", "\\evil.test", "//evil.test", "%2E%2e", "a b/c?d#e", "é{|}^`"];

const TOKENS: &[&str] =
    &["/", "\\", ".", "..", "%", "%2e", "%2F", "?", "#", ":", "@", "\t", "\n", " ", ";", "*"];

/// The segments that a browser reads in a link of a page.
fn segments(path: impl Display) -> Vec<String> {
    let page = Url::parse("https://here.test/a/page?b#c").unwrap();
    let url = page.join(&path.to_string()).unwrap();
    let origin = (url.scheme(), url.host_str(), url.query(), url.fragment());
    assert_eq!(origin, ("https", Some("here.test"), None, None), "{path}");
    let decode = |segment| percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    url.path_segments().unwrap().map(decode).collect()
}

/// The segment that is read for one.
fn read(segment: &str) -> String {
    match segment {
        "." | ".." => segment.replace('.', "%2E"),
        _ => segment.to_owned(),
    }
}

fn app() -> TestClient {
    TestClient::new(Router::new().typed_get(async |both: Both| both.first + "\n" + &both.second))
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn a_path_is_read_as_it_was_written(
        first in inputs::text(VALID, TOKENS),
        second in inputs::text(VALID, TOKENS),
    ) {
        let both = Both { first: first.clone(), second: second.clone() };
        let (one, other) = (read(&first), read(&second));
        prop_assert_eq!(segments(&both), [&*one, &*other]);
        let between = Between { version: first.clone(), rest: second.clone() };
        prop_assert_eq!(segments(&between), ["files", &*format!("v{first}"), &*other]);
        let hidden = Hidden { name: first.clone() };
        prop_assert_eq!(segments(&hidden), [read(&format!(".{first}"))]);
        prop_assert_eq!(segments(Slash { name: first.clone() }), [&*one, ""]);

        // No route has an empty segment.
        if !first.is_empty() && !second.is_empty() {
            prop_assert_eq!(app().get(both.to_string()).send().text(), one + "\n" + &other);
        }
    }
}
