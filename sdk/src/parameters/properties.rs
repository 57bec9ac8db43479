//! Properties of the parser of parameters.

use proptest::prelude::*;

use crate::inputs;

use super::{is_token, parameters};
use crate::parameters::content_type::{charset, essence, is_media_type};

const VALID: &[&str] = &[
    "form-data; name=\"a\"; filename=\"b;c.txt\"",
    "form-data; name=a; filename*=UTF-8''%e2%82%ac%20rates.txt; filename=\"EURO rates\"",
    "form-data; name=\"a\"; note=\"x; filename=evil.exe\"; filename=\"C:\\dir\\\\\"",
    "multipart/form-data ; boundary=x ;\tcharset=utf-8",
    "text/html;charset=\"UTF-8\";; a=b",
    "application/vnd.api+json; charset='utf-8'",
    "multipart/form-data; boundary=x; charset=utf-8",
    "text/html; charset=\"UTF-8\"; a=b",
];

const TOKENS: &[&str] = &[
    "\"",
    "\\",
    "\\\"",
    "\\\\",
    ";",
    "; ",
    ";;",
    "=",
    " ",
    "\t",
    "*",
    "*=",
    "%",
    "%22",
    "''",
    "'",
    "/",
    ",",
    "name",
    "filename=",
    "charset=",
    "; Boundary=\"",
    "é",
    "\u{7f}",
];

/// A quoted string (RFC 9110, 5.6.4), with backslashes before quotes and backslashes.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn nothing_panics_and_nothing_is_made_up(value in inputs::bytes(VALID, TOKENS)) {
        let _ = (charset(&value), is_media_type(&value));
        let all: Vec<_> = parameters(&value).collect();
        let read: usize = all.iter().map(|parameter| parameter.name.len() + parameter.value.len()).sum();
        prop_assert!(essence(&value).len() + read + all.len() <= value.len());
        for parameter in all {
            let _ = parameter.extended_value();
            prop_assert!(!parameter.is_valid || is_token(parameter.name));
            // A value contains a quote only if it was escaped.
            let quotes = parameter.value().matches('"').count();
            let escaped = parameter.value.windows(2).filter(|pair| pair == b"\\\"").count();
            prop_assert!(!parameter.is_valid || quotes == escaped);
        }
    }

    #[test]
    fn quoted_values_are_read(
        sent in prop::collection::vec(("[A-Za-z0-9!*.-]{1,4}", "[ -~\té]{0,8}"), 0..4),
        between in prop::sample::select(vec![";", "; ", " ;\t", ";;", " ; ; "]),
    ) {
        let written = sent.iter().map(|(name, value)| format!("{between}{name}={}", quoted(value)));
        let field = format!("a{}{between}", written.collect::<String>());
        let found: Vec<_> = parameters(field.as_bytes()).collect();
        prop_assert_eq!(found.len(), sent.len());
        for ((name, value), found) in sent.iter().zip(found) {
            prop_assert!(found.is_valid && found.is(&name.to_uppercase()));
            // Backslashes are kept: see `Parameter::value`.
            prop_assert_eq!(found.value(), value.replace('\\', "\\\\"));
        }
    }

    #[test]
    fn extended_values_round_trip(value in "[ -~é€\u{10348}]{0,12}") {
        let encoded: String = value.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let field = format!("a; b*=utf-8''{encoded}");
        let found = parameters(field.as_bytes()).next().unwrap();
        prop_assert_eq!(found.extended_value().unwrap(), value);
    }

    /// The crate mime refuses whitespace before `;` and `=`, tabs and empty parameters. Whatever it
    /// accepts is parsed here in the same way, apart from the differences below.
    #[test]
    fn agrees_with_mime(value in inputs::text(VALID, TOKENS)) {
        let Ok(theirs) = value.parse::<mime::Mime>() else { return Ok(()) };
        // It has no escapes: a quoted string ends at its first quote, unless it is empty.
        if value.contains('\\') || value.contains("\"\"") {
            return Ok(());
        }
        // It accepts an empty subtype.
        prop_assert!(is_media_type(value.as_bytes()) || theirs.subtype() == "");
        let ours: Vec<_> = parameters(value.as_bytes()).collect();
        prop_assert_eq!(essence(value.as_bytes()).to_ascii_lowercase(), theirs.essence_str().as_bytes());
        prop_assert_eq!(ours.len(), theirs.params().count());
        for (ours, (name, value)) in ours.iter().zip(theirs.params()) {
            prop_assert!(ours.is_valid && ours.is(name.as_str()));
            // It returns the value of a charset in lower case.
            match name == mime::CHARSET {
                true => prop_assert!(ours.value().eq_ignore_ascii_case(value.as_str())),
                false => prop_assert_eq!(ours.value(), value.as_str()),
            }
        }
    }
}
