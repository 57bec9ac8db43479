//! Pairs of names and values: `serde_html_form` reads the same.
//!
//! It differs in three ways. It replaces what is encoded wrongly, which is refused here. It refuses an
//! empty value in an `Option` of what is neither a number nor text, which is `None` here. And it knows
//! no numbers of 128 bits.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::num::NonZero;

use doorway::extract::{FromRequest, Query};
use doorway::http::Uri;
use doorway::testing::block_on;
use doorway::{Body, Form, Request};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::inputs;

const VALID: &[&str] = &[
    "a=x&b=1&c=1&c=&c=3&d=on&%C3%A9+%26=7&f=x&f=y&rest=z",
    "a=B&c=text",
    "a=b+c%20d&b=&c=&d=true&rest=1&rest=2",
    "id=1&sort=up&letter=%C3%A9&ip=127.0.0.1&name=x&list=down&list=&d=false",
    "a=1&b=2&a=3&c=4&d=5&e=6&f=7&g=8&h=9&i=10&j=11&k=12&l=13&m=14",
    "=&=1&&a&b==",
];

const TOKENS: &[&str] = &[
    "&", "=", "+", "%", "%26", "%3D", "%C3%A9", "%C3", "%ff", "%zz", "&a=", "&c=", "&f=", "&sort=",
    "&id=", "&letter=", "&list=", "-1", "1", "on", "x", "\0", "é",
];

#[derive(Debug, Deserialize, PartialEq)]
struct Everything {
    a: Option<String>,
    b: Option<u8>,
    #[serde(default)]
    c: Vec<Option<i32>>,
    #[serde(default)]
    d: bool,
    #[serde(rename = "é &")]
    e: Option<NonZero<u16>>,
    f: Vec<char>,
    #[serde(flatten)]
    rest: BTreeMap<String, Any>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Any {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "a")]
enum Tagged {
    B {
        c: Option<String>,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Id(u32);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Up,
    Down,
}

/// Options of values that are not empty.
#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Options {
    id: Option<Id>,
    sort: Option<Sort>,
    letter: Option<char>,
    ip: Option<std::net::IpAddr>,
    list: Vec<Option<Sort>>,
    name: Option<String>,
    d: Option<bool>,
}

/// The same with attributes for the peer.
#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct TheirOptions {
    #[serde(deserialize_with = "serde_html_form::de::empty_as_none")]
    id: Option<Id>,
    #[serde(deserialize_with = "serde_html_form::de::empty_as_none")]
    sort: Option<Sort>,
    #[serde(deserialize_with = "serde_html_form::de::empty_as_none")]
    letter: Option<char>,
    #[serde(deserialize_with = "serde_html_form::de::empty_as_none")]
    ip: Option<std::net::IpAddr>,
    #[serde(deserialize_with = "serde_html_form::de::empty_as_none::seq")]
    list: Vec<Option<Sort>>,
    name: Option<String>,
    d: Option<bool>,
}

impl From<TheirOptions> for Options {
    fn from(theirs: TheirOptions) -> Self {
        let TheirOptions { id, sort, letter, ip, list, name, d } = theirs;
        Self { id, sort, letter, ip, list, name, d }
    }
}

fn form<T: DeserializeOwned>(text: &str) -> Result<T, u16> {
    let request = Request::builder()
        .method("POST")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(text.to_owned()))
        .unwrap();
    let form = block_on(Form::<T>::from_request(request.into(), &()));
    form.map(|Form(value)| value).map_err(|rejection| rejection.status().as_u16())
}

fn same<T: Debug + PartialEq>(
    ours: &Result<T, u16>,
    theirs: Result<T, serde_html_form::de::Error>,
) -> Result<(), TestCaseError> {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, &theirs),
        (Err(422), Err(_)) => {}
        (ours, theirs) => prop_assert!(false, "{:?} and {:?}", ours, theirs),
    }
    Ok(())
}

/// Both read the same, or neither does.
fn agree<T: DeserializeOwned + Debug + PartialEq>(text: &str) -> Result<(), TestCaseError> {
    same(&form(text), serde_html_form::from_str::<T>(text))
}

/// Whether it may not be replaced by anything.
fn is_encoded(text: &str) -> bool {
    let is_escape = |rest: &str| {
        rest.as_bytes().first_chunk::<2>().is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    text.split('%').skip(1).all(is_escape) && String::from_utf8(bytes).is_ok()
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn pairs_are_read_as_serde_html_form_reads_them(text in inputs::text(VALID, TOKENS)) {
        if !is_encoded(&text) {
            prop_assert_eq!(form::<BTreeMap<String, Any>>(&text), Err(400));
            return Ok(());
        }
        agree::<Everything>(&text)?;
        agree::<BTreeMap<String, Vec<String>>>(&text)?;
        agree::<BTreeMap<char, Any>>(&text)?;
        agree::<Vec<(char, Option<f32>)>>(&text)?;
        agree::<Tagged>(&text)?;
        let theirs = serde_html_form::from_str::<TheirOptions>(&text).map(Options::from);
        same(&form(&text), theirs)?;
    }

    /// A serialized value is read again, in a query as in a form.
    #[test]
    fn written_values_are_read(
        pairs in prop::collection::vec((inputs::text(VALID, TOKENS), inputs::text(VALID, TOKENS)), 0..3),
    ) {
        let text = serde_html_form::to_string(&pairs).unwrap();
        let read = form(&text);
        prop_assert_eq!(read.as_ref(), Ok(&pairs));
        let uri: Uri = format!("/?{text}").parse().unwrap();
        prop_assert_eq!(Query::<Vec<(String, String)>>::try_from_uri(&uri).unwrap().0, pairs);
    }
}
