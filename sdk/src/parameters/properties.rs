//! Properties of the parser of parameters.

use proptest::prelude::*;

use crate::inputs;

use super::{forwarded, is_token, parameters};
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
    /// An element of `forwarded` is read as it was written, whatever other proxies appended.
    #[test]
    fn forwarded_elements_are_read(
        sent in prop::collection::btree_map("[a-z]{1,3}", "[ -~]{0,8}", 1..4),
        before in prop::sample::select(vec!["", ",", " ,\t,", ";"]),
        between in prop::sample::select(vec![";", "; ", " ;;"]),
        after in prop_oneof![Just(Vec::new()), inputs::bytes(FORWARDED, TOKENS)],
    ) {
        let written: Vec<_> = sent
            .iter()
            .map(|(name, value)| match is_token(value.as_bytes()) {
                true => format!("{}={value}", name.to_uppercase()),
                false => format!("{name}={}", quoted(value)),
            })
            .collect();
        let mut field = format!("{before}{}", written.join(between)).into_bytes();
        if !after.is_empty() {
            field.push(b',');
            field.extend(after);
        }
        for (name, value) in &sent {
            prop_assert_eq!(forwarded::of_first([&*field], name), Ok(Some(value.clone())));
        }
        prop_assert_eq!(forwarded::of_first([&*field], "four"), Ok(None));
    }

    /// No value is made up: it is one that the reader by characters finds, or else none is.
    #[test]
    fn forwarded_is_as_by_the_grammar(field in inputs::bytes(FORWARDED, TOKENS)) {
        let found = forwarded::of_first([&*field], "host");
        match by_the_grammar(&field) {
            Some(pairs) => {
                let hosts: Vec<_> = pairs.into_iter().filter(|(name, _)| name == "host").collect();
                match &*hosts {
                    [] => prop_assert_eq!(found, Ok(None)),
                    [(_, host)] => prop_assert_eq!(found, Ok(Some(host.clone()))),
                    _ => prop_assert!(found.is_err()),
                }
            }
            // Accepted beyond the grammar are whitespace around `=` and `;`, values with other
            // characters than a token's.
            None => if let Ok(Some(host)) = found {
                prop_assert!(!host.is_empty() || field.windows(2).any(|pair| pair == b"\"\""));
                let escaped = host.replace('\\', "\\\\").replace('"', "\\\"");
                let text = String::from_utf8_lossy(&field).replace('\\', "");
                prop_assert!(text.contains(&escaped.replace('\\', "")), "{}", host);
            },
        }
    }
}

const FORWARDED: &[&str] = &[
    "for=192.0.2.60;proto=http;by=203.0.113.43;host=a.test",
    "for=\"[2001:db8:cafe::17]:4711\";host=\"a.test:8080\"",
    "host=a.test, for=198.51.100.17;host=b.test",
    "for=\"a,b\\\";host=no\";host=a.test",
];

/// The pairs of the first element, in ASCII, by the grammar of RFC 7239 alone.
fn by_the_grammar(field: &[u8]) -> Option<Vec<(String, String)>> {
    let mut rest = str::from_utf8(field).ok()?.chars().peekable();
    let mut pairs = Vec::new();
    // A list skips its empty elements. One of semicolons alone is not empty.
    let mut is_empty = true;
    loop {
        let mut name = String::new();
        while let Some(char) = rest.next_if(|char| !"=;, \t".contains(*char)) {
            name.push(char);
        }
        if name.is_empty() {
            match rest.next() {
                Some(';') => {
                    is_empty = false;
                    continue;
                }
                Some(',') if is_empty => continue,
                Some(' ' | '\t') if pairs.is_empty() => continue,
                Some(',') | None => return Some(pairs),
                _ => return None,
            }
        }
        rest.next_if_eq(&'=').filter(|_| is_token(name.as_bytes()))?;
        let mut value = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next()? {
                    '"' => break,
                    '\\' => value.push(rest.next().filter(char::is_ascii)?),
                    char if char.is_ascii() => value.push(char),
                    _ => return None,
                }
            }
        } else {
            while let Some(char) = rest.next_if(|char| !";, \t".contains(*char)) {
                value.push(char);
            }
            if !is_token(value.as_bytes()) {
                return None;
            }
        }
        pairs.push((name.to_ascii_lowercase(), value));
        is_empty = false;
        match rest.next() {
            Some(';') => {}
            Some(',') | None => return Some(pairs),
            Some(_) => return None,
        }
    }
}
