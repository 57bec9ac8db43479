//! Errors of JSON in logs: the position, and not the value.

use std::collections::BTreeMap;
use std::net::IpAddr;

use proptest::prelude::*;
use proptest::sample::select;
use serde::Deserialize;
use serde_core::de::DeserializeOwned;

use super::{Chain, Error};
use crate::inputs;
use crate::json::Fault;

const SECRET: &str = "s3cr3t";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Login {
    #[serde(rename = "token")]
    _token: u32,
    #[serde(rename = "kind")]
    _kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
enum Kind {
    User,
    Admin(String),
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    User { _token: u8 },
}

/// The error of a type that does not accept the JSON.
fn refused<T: DeserializeOwned>(json: &str) -> Option<serde_json::Error> {
    serde_json::from_str::<T>(json).err()
}

const READ: &[fn(&str) -> Option<serde_json::Error>] = &[
    refused::<Login>,
    refused::<Kind>,
    refused::<Tagged>,
    refused::<u32>,
    refused::<bool>,
    refused::<char>,
    refused::<IpAddr>,
    refused::<Vec<u8>>,
    refused::<(u8, String)>,
    refused::<BTreeMap<u8, Kind>>,
    refused::<BTreeMap<String, Login>>,
    refused::<serde_json::Value>,
];

const JSON: &[&str] = &[
    r#"{"token":"s3cr3t"}"#,
    r#"{"token":1,"s3cr3t":2}"#,
    r#"{"token":1,"kind":"s3cr3t"}"#,
    r#"{"kind":"s3cr3t, expected s3cr3t at line 1"}"#,
    r#"{"kind":"User","_token":"s3cr3t"}"#,
    r#"["s3cr3t"]"#,
    r#"[1,{"s3cr3t":2}]"#,
    r#"{"s3cr3t":{"token":3}}"#,
    r#""s3cr3t""#,
];
const TOKENS: &[&str] = &[
    "s3cr3t",
    ", expected ",
    "invalid type: ",
    "`",
    "\"",
    "\\n",
    "1e9",
    "null",
    "missing field `",
];

proptest! {
    #![proptest_config(inputs::cases())]

    /// Neither a client's error nor serde_json's own quotes the value.
    #[test]
    fn an_error_of_json_has_no_value(json in inputs::text(JSON, TOKENS), read in select(READ)) {
        let Some(error) = read(&json) else { return Ok(()) };
        let place = format!("at line {} column {}", error.line(), error.column());
        let through = Error::other(error);
        let chain = Chain(&through).to_string();
        prop_assert!(chain.ends_with(&place), "{}", chain);
        let fault = read(&json).map(|error| Fault::from(&error).to_string()).unwrap_or_default();
        prop_assert!(fault.ends_with(&place), "{}", fault);
        for shown in [chain, format!("{through} {through:?}"), fault] {
            prop_assert!(!shown.contains(SECRET), "{}", shown);
        }
    }
}
