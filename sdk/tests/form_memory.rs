//! The memory that forms and queries take which are made to take much: near to what
//! `serde_html_form` takes, which has no limit on the number of pairs either.

use std::collections::HashMap;

use allocation_counter::{AllocationInfo, measure};
use doorway::extract::{FromRequest, Query};
use doorway::http::Uri;
use doorway::testing::block_on;
use doorway::{Body, Form, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// As long as a form may be.
const LIMIT: usize = 2 * 1024 * 1024;

/// No form here has any of it.
#[derive(Default, Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Login {
    user: String,
    id: Option<u32>,
    planet: Option<char>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Tags {
    t: Vec<String>,
}

/// The memory that reading a form takes, beside its body.
#[track_caller]
fn ours<T: DeserializeOwned>(form: &str) -> AllocationInfo {
    assert!(form.len() <= LIMIT);
    let request = Request::builder()
        .method("POST")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    let mut is_read = false;
    let info = measure(|| is_read = block_on(Form::<T>::from_request(request.into(), &())).is_ok());
    assert!(is_read);
    info
}

#[track_caller]
fn theirs<T: DeserializeOwned>(form: &str) -> AllocationInfo {
    let mut is_read = false;
    let info = measure(|| is_read = serde_html_form::from_str::<T>(form).is_ok());
    assert!(is_read);
    info
}

/// At most so many hundredths of what the peer takes at once, and no more than that allocates in all.
#[track_caller]
fn is_near<T: DeserializeOwned>(form: &str, percent: u64) {
    let (ours, theirs) = (ours::<T>(form), theirs::<T>(form));
    assert!(ours.bytes_max * 100 <= theirs.bytes_max * percent, "{ours:?}, {theirs:?}");
    assert!(ours.bytes_total * 100 <= theirs.bytes_total * percent, "{ours:?}, {theirs:?}");
}

/// As many different names as fit.
fn distinct() -> String {
    let mut form: String = (0..350_000).map(|number| format!("{number:x}&")).collect();
    form.truncate(LIMIT);
    form
}

#[test]
fn names_that_are_not_asked_for() {
    for pairs in ["+&".repeat(LIMIT / 2), "a&".repeat(LIMIT / 2), distinct()] {
        is_near::<Login>(&pairs, 140);
        let ours = ours::<Login>(&pairs);
        assert!(ours.bytes_max <= 26 * LIMIT as u64, "{ours:?}");
    }
    // Decoded text takes the room of its source.
    let encoded = "%41=%42&".repeat(LIMIT / 8);
    is_near::<Login>(&encoded, 145);
    assert!(ours::<Login>(&encoded).count_total < 50);
}

#[test]
fn names_that_are() {
    is_near::<Tags>(&"t&".repeat(LIMIT / 2), 145);
    is_near::<Tags>(&"t=%41&".repeat(LIMIT / 6), 145);
    is_near::<HashMap<String, Vec<String>>>(&"+&".repeat(LIMIT / 2), 145);
    is_near::<HashMap<String, Vec<String>>>(&distinct(), 100);
    // The peer reads a list while it splits the text.
    is_near::<Vec<(String, String)>>(&"+&".repeat(LIMIT / 2), 210);
}

#[test]
fn queries_are_read_by_the_same() {
    let query = "+&".repeat(32_000);
    let uri: Uri = format!("/?{query}").parse().unwrap();
    let info = measure(|| drop(Query::<Login>::try_from_uri(&uri).unwrap()));
    assert!(info.bytes_max <= 26 * query.len() as u64, "{info:?}");
    assert!(info.count_total < 50, "{info:?}");
}

/// The separators alone are no pairs.
#[test]
fn nothing_takes_nothing() {
    let info = ours::<Login>(&"&".repeat(LIMIT));
    assert!(info.bytes_max < 4096, "{info:?}");
    let info = ours::<Login>(&format!("a&b&c&d&{}", "&".repeat(LIMIT - 8)));
    assert!(info.bytes_max < 4096, "{info:?}");
}
