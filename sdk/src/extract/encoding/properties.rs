//! Properties of percent-decoding, compared with the crate percent-encoding, which keeps malformed
//! escapes and replaces invalid UTF-8.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use proptest::prelude::*;

use super::*;
use crate::inputs;

const VALID: &[&str] =
    &["plain", "a%20b%2Fc+d", "%C3%A9%F0%9F%9A%AA", "%25%32%46", "é%c3%a9", "%00%0D%0A", "%7F"];

const TOKENS: &[&str] = &[
    "%",
    "%%",
    "%2",
    "%2F",
    "%zz",
    "%+1",
    "% 1",
    "%C0%AF",
    "%ED%A0%80",
    "%F4%90%80%80",
    "%C3",
    "%A9",
    "+",
    "/",
    "é",
    "%EF%BF%BD",
];

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn well_formed_escapes_decode_as_in_percent_encoding(text in inputs::text(VALID, TOKENS)) {
        let bytes: Vec<u8> = percent_decode_str(&text).collect();
        match decode(&text) {
            Ok(decoded) => {
                prop_assert_eq!(decoded.as_bytes(), &bytes);
                let escapes = text.matches('%').count();
                prop_assert_eq!(bytes.len() + 2 * escapes, text.len());
                prop_assert_eq!(matches!(decoded, Cow::Borrowed(_)), escapes == 0);
            }
            Err(BadEncoding::Utf8) => prop_assert!(String::from_utf8(bytes).is_err()),
            Err(BadEncoding::Escape) => {
                let left = text.split('%').skip(1).any(|rest| {
                    let digits = rest.chars().take(2).filter(char::is_ascii_hexdigit).count();
                    digits < 2
                });
                prop_assert!(left);
            }
        }
    }

    #[test]
    fn encoded_text_is_decoded(text in inputs::text(VALID, TOKENS)) {
        let encoded = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
        let decoded = decode(&encoded);
        prop_assert_eq!(decoded.as_deref(), Ok(&*text));
    }
}
