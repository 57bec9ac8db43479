//! Conditions and ranges of requests for embedded files, beside the headers crate.

use std::ops::Bound;

use doorway::http::{HeaderMap, HeaderName, HeaderValue, Method};
use doorway::response::Assets;
use headers::{ETag, Header, IfMatch, IfNoneMatch};
use proptest::prelude::*;

use super::inputs;

#[path = "../support/made.rs"]
#[allow(dead_code)]
mod made;
use made::{DATE, DIGITS, Made, TAG, field, text};

const LISTS: &[&str] = &[
    "*",
    "",
    "\"07070707070707070707070707070707\"",
    "W/\"07070707070707070707070707070707\"",
    "\"other\", \"07070707070707070707070707070707\"",
    "\"a,b\" , W/\"\",,\t\"07070707070707070707070707070707\"",
    "W/\"x\", W/\"07070707070707070707070707070707\", \"y\"",
    "07070707070707070707070707070707",
];

const LIST_TOKENS: &[&str] =
    &["\"", ",", " ", "\t", "*", "W/", "w/", "\\\"", "\"07070707070707070707070707070707\""];

const RANGES: &[&str] = &[
    "bytes=0-0",
    "bytes=2-5",
    "bytes=18-",
    "bytes=-3",
    "bytes=19-19",
    "bytes=20-",
    "bytes=-0",
    "bytes=-99",
    "bytes= 7-11 ",
    "Bytes=0-1",
    "bytes=0-1,4-5",
    "bytes=18446744073709551615-18446744073709551616",
];

const RANGE_TOKENS: &[&str] = &["-", "=", ",", " ", "bytes=", "0", "19", "20", "+", "\t", "\u{a0}"];

/// The response to lines of fields, of which those are left out that a field cannot hold.
fn respond(method: Method, fields: &[(&'static str, &[u8])]) -> doorway::Response {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    Assets::<Made>::new().respond("/digits", &headers, &method)
}

/// Whether a space stands in quotes: no tag has one, and headers takes it for a bug.
fn has_space_in_quotes(list: &[u8]) -> bool {
    let mut is_quoted = false;
    list.iter().any(|byte| {
        is_quoted ^= *byte == b'"';
        is_quoted && matches!(byte, b' ' | b'\t')
    })
}

fn lines() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(inputs::bytes(LISTS, LIST_TOKENS), 1..3)
}

/// Whether a list is one, and not of more than it may be.
fn is_list(line: &[u8]) -> bool {
    let tag = |member: &str| {
        let member = member.trim_matches([' ', '\t']);
        let quoted = member.strip_prefix("W/").unwrap_or(member);
        let inner = quoted.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"'));
        member.is_empty() || inner.is_some_and(|inner| !inner.contains('"'))
    };
    // A comma in quotes would cut its tag in two.
    str::from_utf8(line).is_ok_and(|line| line.is_ascii() && line.split(',').all(tag))
}

proptest! {
    #![proptest_config(inputs::cases())]

    /// Both have the same of lists that are well-formed. Of others doorway's reads what comes before
    /// the fault, and headers all that is well-formed in them; and doorway's takes a `*` in a line
    /// of its own, where headers wants it to be alone.
    #[test]
    fn lists_of_tags_are_as_headers_reads_them(lines in lines()) {
        let values: Vec<HeaderValue> =
            lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok()).collect();
        let fields = |name| values.iter().map(move |value| (name, value.as_bytes())).collect::<Vec<_>>();
        let own = [("if-match", 412), ("if-none-match", 304)].map(|(name, odd)| {
            let status = respond(Method::GET, &fields(name)).status().as_u16();
            assert!(status == 200 || status == odd, "{status}");
            status == 200
        });
        let joined: Vec<_> = values.iter().map(HeaderValue::as_bytes).collect();
        if values.is_empty() || has_space_in_quotes(&joined.join(&b", "[..])) {
            return Ok(());
        }
        let tag: ETag = TAG.parse().unwrap();
        let theirs = [
            IfMatch::decode(&mut values.iter()).unwrap().precondition_passes(&tag),
            IfNoneMatch::decode(&mut values.iter()).unwrap().precondition_passes(&tag),
        ];
        if values.iter().all(|value| is_list(value.as_bytes())) {
            prop_assert_eq!(own, theirs, "{:?}", values);
        } else if !values.iter().any(|value| value.as_bytes().trim_ascii() == b"*")
            && values.iter().all(|value| value.to_str().is_ok())
        {
            // The crate headers finds all that doorway's parser finds.
            prop_assert!(!own[0] || theirs[0], "{:?}", values);
            prop_assert!(own[1] || !theirs[1], "{:?}", values);
        }
    }

    /// A 304 names the version as the client did.
    #[test]
    fn a_304_has_the_tag_that_was_asked_for(mut lines in lines()) {
        lines.retain(|line| HeaderValue::from_bytes(line).is_ok());
        let fields: Vec<_> = lines.iter().map(|line| ("if-none-match", &line[..])).collect();
        let response = respond(Method::GET, &fields);
        let own = field(&response, "etag").unwrap();
        let weak = format!("W/{TAG}");
        prop_assert!(own == TAG || (response.status() == 304 && own == weak));
        if response.status() == 304 && lines.iter().all(|line| is_list(line)) {
            let is_listed = |tag: &str| {
                lines.iter().any(|line| {
                    line.split(|byte| *byte == b',').any(|member| {
                        let member = member.trim_ascii();
                        member == tag.as_bytes() || member == b"*"
                    })
                })
            };
            prop_assert_eq!(own == TAG, is_listed(TAG), "{:?}", lines);
        }
    }

    /// The part that is sent is the one that headers finds. The differences: units ignore case
    /// here; headers accepts numbers with a sign, none above 64 bits, and no suffix longer than the
    /// file; several ranges are answered here with the whole.
    #[test]
    fn a_range_is_as_headers_reads_it(mut range in inputs::bytes(RANGES, RANGE_TOKENS)) {
        let response = respond(Method::GET, &[("range", &range)]);
        let status = response.status().as_u16();
        let about = field(&response, "content-range").map(str::to_owned);
        let sent = text(response);
        prop_assert!(matches!(status, 200 | 206 | 416));
        prop_assert_eq!(status == 200, about.is_none());
        if status == 206 {
            let about = about.unwrap();
            let (first, last) =
                about.strip_prefix("bytes ").unwrap().strip_suffix("/20").unwrap().split_once('-').unwrap();
            let (first, last) = (first.parse::<usize>().unwrap(), last.parse::<usize>().unwrap());
            prop_assert_eq!(&sent, &DIGITS[first..=last]);
        } else if status == 200 {
            prop_assert_eq!(&sent, DIGITS);
        }
        if let Some(unit) = range.get_mut(..6) {
            unit.make_ascii_lowercase();
        }
        let Ok(value) = HeaderValue::from_bytes(&range) else { return Ok(()) };
        let Ok(theirs) = headers::Range::decode(&mut [&value].into_iter()) else {
            prop_assert_eq!(status, 200, "{:?}", value);
            return Ok(());
        };
        if range.contains(&b',') {
            prop_assert_eq!(status, 200);
            return Ok(());
        }
        let is_beyond = range.split(|byte| !byte.is_ascii_digit()).any(|digits| digits.len() > 19);
        if range.contains(&b'+') || is_beyond {
            return Ok(());
        }
        let bounds: Vec<_> = theirs.satisfiable_ranges(20).collect();
        let expected = match bounds[..] {
            [(Bound::Included(first), last)] => {
                let last = match last {
                    Bound::Included(last) => last,
                    _ => u64::MAX,
                };
                if last < first { (200, DIGITS.into()) }
                else if first >= 20 { (416, sent.clone()) }
                else { (206, DIGITS[first as usize..=last.min(19) as usize].to_owned()) }
            }
            // All of it: a suffix that is longer, or nothing that could be read.
            _ => (status, DIGITS.into()),
        };
        prop_assert_eq!((status, sent), expected, "{:?}", value);
        prop_assert!(!bounds.is_empty() || status != 416);
    }

    /// A part is sent under a strong tag that the client has, and under no other condition.
    #[test]
    fn if_range_is_the_tag(value in inputs::bytes(LISTS, LIST_TOKENS), is_date in any::<bool>()) {
        let value = if is_date { DATE.as_bytes() } else { &value };
        let response = respond(Method::GET, &[("range", b"bytes=0-1"), ("if-range", value)]);
        let is_field = HeaderValue::from_bytes(value).is_ok();
        prop_assert_eq!(response.status() == 206, value == TAG.as_bytes() || !is_field);
    }

    #[test]
    fn any_fields_are_answered(
        lines in prop::collection::vec(
            (0..6_usize, inputs::bytes(&[TAG, DATE, "*", "bytes=0-1"], LIST_TOKENS)),
            0..4,
        ),
        is_head in any::<bool>(),
    ) {
        const NAMES: [&str; 6] = ["if-match", "if-none-match", "range", "if-range",
            "if-modified-since", "if-unmodified-since"];
        let fields: Vec<_> = lines.iter().map(|(name, value)| (NAMES[*name], &value[..])).collect();
        let method = if is_head { Method::HEAD } else { Method::GET };
        let status = respond(method, &fields).status().as_u16();
        prop_assert!(matches!(status, 200 | 206 | 304 | 412 | 416));
        prop_assert!(!is_head || !matches!(status, 206 | 416));
    }

    #[test]
    fn any_path_is_answered(
        path in inputs::text(
            &["/digits", "//digits", "/docs/", "/docs", "/a%20b/%C3%BC%25.txt", "/../secret", "*"],
            &["/", "%2F", "%2e", "..", "\\", "%5c", "%ff", "?", "secret"],
        ),
    ) {
        let response = Assets::<Made>::new().respond(&path, &HeaderMap::new(), &Method::GET);
        prop_assert!(matches!(response.status().as_u16(), 200 | 307 | 404));
        if response.status() == 307 {
            // Relative to the folder above: no other host, and no scheme.
            prop_assert!(field(&response, "location").unwrap().starts_with("./"));
        } else if response.status() == 200 {
            prop_assert!(text(response) != "secret");
        }
    }
}
