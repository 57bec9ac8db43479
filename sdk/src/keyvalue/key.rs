//! Keys as hosts get them: of the characters that every store allows, `[A-Za-z0-9_-]`.

use std::fmt::Write;

/// Begins an escape: two characters, and the byte as two hexadecimal digits in upper case.
const ESCAPE: &[u8] = b"-_";

/// The empty key, which stores refuse: an escape without a byte.
const EMPTY: &str = "-_";

/// Returns a key as the host gets it: unchanged, or with an escape for each byte that is none of
/// these characters, and for a `-` in front of a `_`.
pub(super) fn encode(key: &str) -> String {
    if key.is_empty() {
        return EMPTY.to_owned();
    }
    let mut encoded = String::with_capacity(key.len());
    let bytes = key.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if is_plain && !bytes[at..].starts_with(ESCAPE) {
            encoded.push(char::from(byte));
        } else {
            // A `String` takes all that is written.
            let _ = write!(encoded, "-_{byte:02X}");
        }
    }
    encoded
}

/// Returns the key of one that a host has. `None` if another program has written it, which is not
/// as [`encode`] writes it.
pub(super) fn decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if let Some(escape) = rest.strip_prefix(ESCAPE) {
            if let Some((digits, after)) = escape.split_at_checked(2) {
                let digits = str::from_utf8(digits).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = after;
                continue;
            }
            rest = escape;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    let key = String::from_utf8(bytes).ok()?;
    // Every key has one form, so that what is listed can be read.
    (encode(&key) == encoded).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_alphabet_stay() {
        for key in ["a", "Z9", "user_1", "user-1", "_-", "-", "__", "--", "a-b_c", "a_-b"] {
            assert_eq!(encode(key), key);
            assert_eq!(decode(key).as_deref(), Some(key));
        }
    }

    #[test]
    fn other_characters_are_escaped() {
        for (key, encoded) in [
            ("", "-_"),
            ("todo:1", "todo-_3A1"),
            ("a/b.c", "a-_2Fb-_2Ec"),
            ("-_", "-_2D_"),
            ("--_", "--_2D_"),
            ("a-:", "a--_3A"),
            (" ", "-_20"),
            ("\n", "-_0A"),
            ("é", "-_C3-_A9"),
        ] {
            assert_eq!(encode(key), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(key));
        }
    }

    #[test]
    fn keys_of_other_programs_are_none() {
        for key in ["", "a:b", "-_2d_", "-_41", "-_C3", "-_+1", "-_4", "a-_", "-_zz", "é", "-_é"]
        {
            assert_eq!(decode(key), None, "{key}");
        }
    }
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::inputs;

    const KEYS: &[&str] =
        &["user_1", "todo:0192f7a4-7b1c", "a/b.c", "-_", "", "é漢字", "--__-_2D_"];
    const TOKENS: &[&str] = &["-", "_", "-_", "-_2D", "-_2d", ":", ".", "/", " ", "\0", "é", "%"];

    proptest! {
        #![proptest_config(inputs::cases())]

        #[test]
        fn every_key_comes_back(key in inputs::text(KEYS, TOKENS)) {
            let encoded = encode(&key);
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            prop_assert!(!encoded.is_empty() && encoded.bytes().all(is_allowed), "{}", encoded);
            prop_assert_eq!(decode(&encoded), Some(key));
        }

        /// By this and by the above, no two keys are one to the host.
        #[test]
        fn a_key_of_a_host_has_one_form(encoded in inputs::text(KEYS, TOKENS)) {
            if let Some(key) = decode(&encoded) {
                prop_assert_eq!(encode(&key), encoded);
            }
        }
    }
}
