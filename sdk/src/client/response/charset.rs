//! Text in the charset that its `content-type` names
//! ([RFC 9110, 8.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2)). The names of charsets,
//! and byte order marks, are those of the [Encoding Standard](https://encoding.spec.whatwg.org/).

use bytes::{Buf, Bytes};

use crate::utf8::is_utf8;

/// Decodes text, or returns the charset that is not supported. Invalid bytes become U+FFFD, and an
/// unknown label means UTF-8.
pub(super) fn decode(mut bytes: Bytes, charset: &str) -> Result<String, &str> {
    let charset = match &*bytes {
        [0xef, 0xbb, 0xbf, ..] => {
            bytes.advance(3);
            "utf-8"
        }
        [0xfe, 0xff, ..] => "utf-16be",
        [0xff, 0xfe, ..] => "utf-16le",
        _ => charset.trim_ascii(),
    };
    if is_utf8(charset) {
        Ok(utf8(bytes))
    } else if WINDOWS_1252.iter().any(|name| name.eq_ignore_ascii_case(charset)) {
        Ok(bytes.iter().map(|byte| windows_1252(*byte)).collect())
    } else {
        other(bytes, charset)
    }
}

fn utf8(bytes: Bytes) -> String {
    // Bytes that are alone in their allocation are not copied.
    String::from_utf8(bytes.into())
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

const WINDOWS_1252: &[&str] = &[
    "iso-8859-1",
    "us-ascii",
    "windows-1252",
    "latin1",
    "ascii",
    "ansi_x3.4-1968",
    "cp1252",
    "cp819",
    "csisolatin1",
    "ibm819",
    "iso-ir-100",
    "iso8859-1",
    "iso88591",
    "iso_8859-1",
    "iso_8859-1:1987",
    "l1",
    "x-cp1252",
];

/// 0x80 to 0x9f; the rest is as in Unicode.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let place = usize::from(byte).checked_sub(0x80);
    place.and_then(|place| C1.get(place)).copied().unwrap_or_else(|| char::from(byte))
}

#[cfg(feature = "charset")]
fn other(bytes: Bytes, charset: &str) -> Result<String, &str> {
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes());
    Ok(encoding.unwrap_or(encoding_rs::UTF_8).decode(&bytes).0.into_owned())
}

#[cfg(not(feature = "charset"))]
fn other(bytes: Bytes, charset: &str) -> Result<String, &str> {
    match OTHERS.split(' ').any(|label| label.eq_ignore_ascii_case(charset)) {
        true => Err(charset),
        false => Ok(utf8(bytes)),
    }
}

/// The labels of all other charsets, so that no text in one of them is read as UTF-8.
#[cfg(any(test, not(feature = "charset")))]
const OTHERS: &str = "\
    866 arabic asmo-708 big5 big5-hkscs chinese cn-big5 cp1250 cp1251 cp1253 cp1254 cp1255 \
    cp1256 cp1257 cp1258 cp866 csbig5 cseuckr cseucpkdfmtjapanese csgb2312 csibm866 csiso2022jp \
    csiso2022kr csiso58gb231280 csiso88596e csiso88596i csiso88598e csiso88598i csisolatin2 \
    csisolatin3 csisolatin4 csisolatin5 csisolatin6 csisolatin9 csisolatinarabic \
    csisolatincyrillic csisolatingreek csisolatinhebrew cskoi8r csksc56011987 csmacintosh \
    csshiftjis csunicode cyrillic dos-874 ecma-114 ecma-118 elot_928 euc-jp euc-kr gb18030 \
    gb2312 gb_2312 gb_2312-80 gbk greek greek8 hebrew hz-gb-2312 ibm866 iso-10646-ucs-2 \
    iso-2022-cn iso-2022-cn-ext iso-2022-jp iso-2022-kr iso-8859-10 iso-8859-11 iso-8859-13 \
    iso-8859-14 iso-8859-15 iso-8859-16 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 \
    iso-8859-6-e iso-8859-6-i iso-8859-7 iso-8859-8 iso-8859-8-e iso-8859-8-i iso-8859-9 \
    iso-ir-101 iso-ir-109 iso-ir-110 iso-ir-126 iso-ir-127 iso-ir-138 iso-ir-144 iso-ir-148 \
    iso-ir-149 iso-ir-157 iso-ir-58 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 \
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso885910 \
    iso885911 iso885913 iso885914 iso885915 iso88592 iso88593 iso88594 iso88595 iso88596 \
    iso88597 iso88598 iso88599 iso_8859-15 iso_8859-2 iso_8859-2:1987 iso_8859-3 iso_8859-3:1988 \
    iso_8859-4 iso_8859-4:1988 iso_8859-5 iso_8859-5:1988 iso_8859-6 iso_8859-6:1987 iso_8859-7 \
    iso_8859-7:1987 iso_8859-8 iso_8859-8:1988 iso_8859-9 iso_8859-9:1989 koi koi8 koi8-r \
    koi8-ru koi8-u koi8_r korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 l2 l3 l4 l5 l6 \
    l9 latin2 latin3 latin4 latin5 latin6 logical mac macintosh ms932 ms_kanji replacement \
    shift-jis shift_jis sjis sun_eu_greek tis-620 ucs-2 unicode unicodefeff unicodefffe utf-16 \
    utf-16be utf-16le visual windows-1250 windows-1251 windows-1253 windows-1254 windows-1255 \
    windows-1256 windows-1257 windows-1258 windows-31j windows-874 windows-949 x-cp1250 x-cp1251 \
    x-cp1253 x-cp1254 x-cp1255 x-cp1256 x-cp1257 x-cp1258 x-euc-jp x-gbk x-mac-cyrillic \
    x-mac-roman x-mac-ukrainian x-sjis x-user-defined x-x-big5";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_take_precedence() {
        let text = |bytes: &'static [u8], charset| decode(Bytes::from_static(bytes), charset);
        assert_eq!(text(b"\xef\xbb\xbfa\xc3\xa9", "latin1").unwrap(), "aé");
        assert_eq!(text(b"\xef\xbb\xbf", "utf-8").unwrap(), "");
        assert_eq!(text(b"\xef\xbb", "utf-8").unwrap(), "\u{fffd}");
        if cfg!(feature = "charset") {
            assert_eq!(text(b"\xff\xfea\0", "utf-8").unwrap(), "a");
            assert_eq!(text(b"\xfe\xff\0a", "latin1").unwrap(), "a");
        } else {
            assert_eq!(text(b"\xff\xfea\0", "utf-8"), Err("utf-16le"));
            assert_eq!(text(b"\xfe\xff\0a", "latin1"), Err("utf-16be"));
        }
    }

    #[test]
    fn text_without_a_known_charset_is_utf8() {
        for label in ["none", "utf8mb4", "binary", "unknown-8bit", "utf-7", "latin", "", " ", "é"]
        {
            let text = |bytes: &'static [u8]| decode(Bytes::from_static(bytes), label).unwrap();
            assert_eq!(text("é€".as_bytes()), "é€", "{label}");
            assert_eq!(text(b"caf\xe9"), "caf\u{fffd}", "{label}");
        }
        if cfg!(not(feature = "charset")) {
            for label in ["Shift_JIS", "utf-16", "866", "gbk", "iso-2022-jp", "x-x-big5"] {
                assert_eq!(decode("a".into(), label), Err(label));
            }
        }
    }

    #[test]
    #[cfg(feature = "charset")]
    fn labels_are_those_of_encoding_rs() {
        use encoding_rs::{Encoding, UTF_8, WINDOWS_1252 as LATIN};
        let of = |label: &str| Encoding::for_label(label.as_bytes());
        for label in OTHERS.split(' ') {
            assert!(of(label).is_some_and(|found| found != UTF_8 && found != LATIN), "{label}");
        }
        assert!(WINDOWS_1252.iter().all(|label| of(label) == Some(LATIN)));
        // The Encoding Standard has 228 labels, 6 of them are UTF-8's.
        let mut all: Vec<_> = OTHERS.split(' ').chain(WINDOWS_1252.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 222);
    }

    #[test]
    #[cfg(feature = "charset")]
    fn agrees_with_encoding_rs() {
        let all: Vec<u8> = (0..=255).collect();
        for label in WINDOWS_1252 {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let text = decode(all.clone().into(), label).unwrap();
            assert_eq!(text, encoding.decode(&all).0, "{label}");
        }
        let text = decode(all.clone().into(), "UTF8").unwrap();
        assert_eq!(text, encoding_rs::UTF_8.decode(&all).0);
    }
}
