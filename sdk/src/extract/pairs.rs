//! Pairs of names and values, as queries and forms have them
//! ([URL standard](https://url.spec.whatwg.org/#urlencoded-parsing)), read into any type.
//!
//! It reads what `serde_html_form` does, which the tests compare it with, but says which name an
//! error is about, refuses what is not text instead of replacing it, and has no hash map in it: that
//! weighs 37 kB in a component and up to 9,000 instructions in a request.

use std::borrow::Cow;
use std::collections::BinaryHeap;

use serde_core::de::DeserializeOwned;

use super::encoding::{BadEncoding, decode};

mod de;
mod error;

pub(crate) use error::Error;

/// Reads a value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(de::Pairs(&pairs(text)?))
}

struct Pair<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// Where the name stands again.
    next: Option<usize>,
    is_first: bool,
}

fn pairs(text: &str) -> Result<Vec<Pair<'_>>, BadEncoding> {
    let mut pairs = Vec::new();
    let bytes = text.as_bytes();
    let (mut start, mut at, mut equals, mut is_plain) = (0, 0, None, true);
    // One look at each byte: searches for one after the other cost three times as much.
    let mut looked_at = 0;
    while at <= bytes.len() {
        if at >= looked_at {
            looked_at = at + 8;
            if bytes.get(at..).and_then(<[u8]>::first_chunk).is_some_and(are_plain) {
                at = looked_at;
                continue;
            }
        }
        match bytes.get(at) {
            Some(b'=') if equals.is_none() => equals = Some(at),
            Some(b'+' | b'%') => is_plain = false,
            Some(b'&') | None => {
                if start < at {
                    let name = text.get(start..equals.unwrap_or(at)).unwrap_or_default();
                    let value = equals.and_then(|equals| text.get(equals + 1..at));
                    let decode =
                        if is_plain { |part| Ok(Cow::Borrowed(part)) } else { decode_part };
                    let (name, value) = (decode(name)?, decode(value.unwrap_or_default())?);
                    pairs.push(Pair { name, value, next: None, is_first: true });
                }
                (start, equals, is_plain) = (at + 1, None, true);
            }
            Some(_) => {}
        }
        at += 1;
    }
    link(&mut pairs);
    Ok(pairs)
}

/// Whether none of eight bytes separates or encodes anything.
fn are_plain(bytes: &[u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_ne_bytes(*bytes);
    // The highest bit of a byte is set if it is 0, and perhaps if the one before it was.
    let zeros = |word: u64| word.wrapping_sub(EACH) & !word;
    let found = zeros(word ^ (EACH * b'&' as u64))
        | zeros(word ^ (EACH * b'=' as u64))
        | zeros(word ^ (EACH * b'+' as u64))
        | zeros(word ^ (EACH * b'%' as u64));
    found & (EACH << 7) == 0
}

fn decode_part(part: &str) -> Result<Cow<'_, str>, BadEncoding> {
    if !part.contains('+') {
        return decode(part);
    }
    let spaced = part.replace('+', " ");
    Ok(decode(&spaced)?.into_owned().into())
}

/// So many pairs are compared with each other faster than they are sorted.
const FEW: usize = 12;

/// Links pairs of the same name.
fn link(pairs: &mut [Pair<'_>]) {
    if pairs.len() > FEW {
        return link_many(pairs);
    }
    for after in 1..pairs.len() {
        let (before, rest) = pairs.split_at_mut(after);
        let Some(pair) = rest.first_mut() else { return };
        if let Some(same) = before.iter_mut().rfind(|other| other.name == pair.name) {
            same.next = Some(after);
            pair.is_first = false;
        }
    }
}

/// By sorting them, which is safe against names that are chosen to be slow.
fn link_many(pairs: &mut [Pair<'_>]) {
    let names = pairs.iter().enumerate().map(|(index, pair)| (&*pair.name, index));
    let sorted = names.collect::<BinaryHeap<_>>().into_sorted_vec();
    let is_same = |two: &&[(&str, usize)]| two[0].0 == two[1].0;
    let same = sorted.windows(2).filter(is_same).map(|two| (two[0].1, two[1].1));
    for (before, after) in same.collect::<Vec<_>>() {
        pairs[before].next = Some(after);
        pairs[after].is_first = false;
    }
}
