//! Properties of splitting text into pairs.

use std::borrow::Cow;

use proptest::prelude::*;
use url::form_urlencoded;

use super::*;
use crate::inputs;

const VALID: &[&str] = &[
    "a=1&b=2&a=3",
    "name=Ford+Prefect&color=%C3%A9%F0%9F%9A%AA&plus=%2B&percent=%25",
    "a&b&&=c&d==e&",
    "q=a%20b%26c%3Dd#e?f",
    "a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11&l=12&m=13&a=14&m=15",
    "é=ü&\u{7f}= &🚪",
];

const TOKENS: &[&str] = &[
    "&", "=", "+", "%", "%2B", "%26", "%3d", "%00", "%C3", "%A9", "%zz", "%ff", "a", "é", "&a=b&",
];

/// The pairs, each with the indices of all pairs of its name if it is the first.
type Found = Vec<(String, String, Option<Vec<usize>>)>;

fn found(text: &str) -> Result<Found, Error> {
    let (mut decoded, mut pairs) = (Vec::new(), Pairs::default());
    let pairs = pairs.read(text, &mut decoded)?;
    let linked = |first: usize| {
        let next = |&at: &usize| pairs[at].next.map(NonZero::get);
        std::iter::successors(Some(first), next).collect()
    };
    let told = |(at, pair): (usize, &Pair<'_>)| {
        (pair.name.to_owned(), pair.value.to_owned(), pair.is_asked_for.get().then(|| linked(at)))
    };
    Ok(pairs.iter().enumerate().map(told).collect())
}

/// The first error of decoding. `form_urlencoded` replaces malformed input instead.
fn wrong(text: &str) -> Option<BadEncoding> {
    let parts = text.split('&').flat_map(|pair| pair.splitn(2, '='));
    parts.into_iter().find_map(|part| {
        let mut escapes = part.split('%').skip(1).map(|rest| rest.as_bytes().first_chunk::<2>());
        if !escapes.all(|digits| digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))) {
            return Some(BadEncoding::Escape);
        }
        let bytes = percent_encoding::percent_decode_str(part).collect::<Vec<_>>();
        String::from_utf8(bytes).is_err().then_some(BadEncoding::Utf8)
    })
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn pairs_are_those_of_form_urlencoded(text in inputs::text(VALID, TOKENS)) {
        let found = match (found(&text), wrong(&text)) {
            (Err(Error::Encoding(found)), Some(expected)) => {
                prop_assert_eq!(found, expected);
                return Ok(());
            }
            (found, expected) => {
                prop_assert_eq!(expected, None);
                found.unwrap()
            }
        };
        let expected: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
        let pairs: Vec<_> = found
            .iter()
            .map(|(name, value, _)| (Cow::from(name.as_str()), Cow::from(value.as_str())))
            .collect();
        prop_assert_eq!(&pairs, &expected);
        for (index, (name, _, linked)) in found.iter().enumerate() {
            let same = || (0..found.len()).filter(|at| found[*at].0 == *name);
            let expected = (same().next() == Some(index)).then(|| same().collect());
            prop_assert_eq!(linked, &expected);
        }
    }

    /// Of any length, and with any bytes before the separator.
    #[test]
    fn each_separator_is_found(text in inputs::text(VALID, TOKENS)) {
        let is_separator = |byte: u8| matches!(byte, b'&' | b'+' | b'%');
        let expected: Vec<_> =
            text.bytes().enumerate().filter(|(_, byte)| is_separator(*byte)).collect();
        let mut found = Vec::new();
        let mut at = next_separator(text.as_bytes(), 0);
        while let Some(&byte) = text.as_bytes().get(at) {
            found.extend(is_separator(byte).then_some((at, byte)));
            at = next_separator(text.as_bytes(), at + 1);
        }
        prop_assert_eq!(at, text.len());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn many_pairs_are_linked_as_few_are(names in prop::collection::vec(0_u8..30, 0..60)) {
        let pairs = names.iter().enumerate().map(|(index, name)| format!("{name}={index}"));
        for (index, (name, value, linked)) in
            found(&pairs.collect::<Vec<_>>().join("&")).unwrap().into_iter().enumerate()
        {
            prop_assert_eq!(&name, &names[index].to_string());
            prop_assert_eq!(value, index.to_string());
            let same = || (0..names.len()).filter(|at| names[*at] == names[index]);
            let expected = (same().next() == Some(index)).then(|| same().collect());
            prop_assert_eq!(linked, expected);
        }
    }
}
