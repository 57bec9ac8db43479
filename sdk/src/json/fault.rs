//! [`Fault`]: an error in JSON, without the JSON's values.

use std::error::Error as StdError;
use std::fmt;

/// An error in an upstream's JSON, with its position. serde_json's own error quotes values, which
/// may be tokens, and would end in logs.
#[derive(Debug)]
pub(crate) struct Fault {
    what: String,
    line: usize,
    column: usize,
}

impl From<&serde_json::Error> for Fault {
    fn from(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        let text = text.strip_suffix(&place).unwrap_or(&text);
        // The parser's own messages are about the syntax only.
        let what = if error.is_data() { without_value(text) } else { text.to_owned() };
        Self { what, line, column }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, line, column } = self;
        write!(f, "{what} at line {line} column {column}")
    }
}

impl StdError for Fault {}

/// A message of serde without the value. Custom messages may have the value anywhere.
fn without_value(text: &str) -> String {
    // These are names of the type's fields, not of the JSON.
    if text.starts_with("missing field `") || text.starts_with("duplicate field `") {
        return text.to_owned();
    }
    for what in
        ["invalid type", "invalid value", "invalid length", "unknown variant", "unknown field"]
    {
        let value = text.strip_prefix(what).filter(|rest| rest.starts_with([' ', ':']));
        // The value comes first, and may contain `expected` too.
        if let Some((_, expected)) = value.and_then(|rest| rest.rsplit_once(", expected ")) {
            return format!("{what}, expected {expected}");
        }
        if value.is_some() {
            return what.to_owned();
        }
    }
    "a value that its type does not accept".to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::net::IpAddr;

    use serde::Deserialize;
    use serde_core::de::DeserializeOwned;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Login {
        #[serde(rename = "token")]
        _token: u32,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        #[serde(rename = "user")]
        User,
        #[serde(rename = "admin")]
        Admin,
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(#[allow(dead_code)] u8),
    }

    #[derive(Debug, Deserialize)]
    enum Nothing {}

    fn fault<T: DeserializeOwned + fmt::Debug>(json: &str) -> String {
        Fault::from(&serde_json::from_str::<T>(json).unwrap_err()).to_string()
    }

    #[test]
    fn values_are_left_out() {
        assert!(matches!(serde_json::from_str("\"user\""), Ok(Kind::User)));
        assert!(matches!(serde_json::from_str("\"admin\""), Ok(Kind::Admin)));
        for (fault, what) in [
            (
                fault::<Login>(r#"{"token":"s3cret"}"#),
                "invalid type, expected u32 at line 1 column 17",
            ),
            (
                fault::<Login>(r#"{"token":"s3cret, expected s3cret"}"#),
                "invalid type, expected u32 at line 1 column 34",
            ),
            (
                fault::<Login>(r#"{"token":-3736}"#),
                "invalid value, expected u32 at line 1 column 14",
            ),
            (
                fault::<Login>(r#"{"token":37.36}"#),
                "invalid type, expected u32 at line 1 column 14",
            ),
            (
                fault::<Login>(r#"{"s3cret":1}"#),
                "unknown field, expected `token` at line 1 column 9",
            ),
            (fault::<Login>("{}"), "missing field `token` at line 1 column 2"),
            (
                fault::<Login>(r#"{"token":1,"token":2}"#),
                "duplicate field `token` at line 1 column 18",
            ),
            (
                fault::<Kind>(r#""s3cret""#),
                "unknown variant, expected `user` or `admin` at line 1 column 8",
            ),
            (fault::<Nothing>(r#""s3cret""#), "unknown variant at line 1 column 8"),
            (
                fault::<Either>(r#""s3cret""#),
                "a value that its type does not accept at line 0 column 0",
            ),
            (
                fault::<IpAddr>(r#""s3cret""#),
                "a value that its type does not accept at line 1 column 8",
            ),
            (
                fault::<[u8; 2]>("[1]"),
                "invalid length, expected an array of length 2 at line 1 column 3",
            ),
            (
                fault::<BTreeMap<u8, u8>>(r#"{"s3cret":1}"#),
                "invalid value: expected key to be a number in quotes at line 1 column 2",
            ),
            (
                fault::<char>(r#""s3cret""#),
                "invalid value, expected a character at line 1 column 8",
            ),
            (fault::<u8>("s3cret"), "expected value at line 1 column 1"),
            (fault::<String>("\"s3cret"), "EOF while parsing a string at line 1 column 7"),
        ] {
            assert_eq!(fault, what);
            assert!(!fault.contains("s3cret"));
        }
    }
}
