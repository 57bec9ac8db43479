//! Pairs of names and values, as queries and forms have them
//! ([URL standard](https://url.spec.whatwg.org/#urlencoded-parsing)), read into any type.
//!
//! It reads what `serde_html_form` does, which the tests compare it with, but says which name an
//! error is about, refuses what is not text instead of replacing it, and has no hash map in it: that
//! weighs 37 kB in a component and up to 9,000 instructions in a request.

use std::borrow::Cow;
use std::collections::BinaryHeap;
use std::num::NonZero;

use serde_core::de::DeserializeOwned;

use super::encoding::{BadEncoding, decode};

mod de;
mod error;

pub(crate) use error::Error;

/// Reads a value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let (mut decoded, mut pairs) = (Vec::new(), Pairs::default());
    T::deserialize(de::Pairs(pairs.read(text, &mut decoded)?))
}

#[derive(Clone, Copy)]
struct Pair<'a> {
    name: &'a str,
    value: &'a str,
    /// Where the name stands again: after another, so not at 0.
    next: Option<NonZero<usize>>,
    is_first: bool,
}

/// Names and values.
type Decoded<'a> = Vec<[Cow<'a, str>; 2]>;

/// So many pairs need no memory but the stack's.
const ON_STACK: usize = 3;

struct Pairs<'a> {
    few: [Pair<'a>; ON_STACK],
    len: usize,
    /// All of them, if there are more.
    many: Vec<Pair<'a>>,
    /// Whether nothing in them is encoded.
    are_plain: bool,
}

const EMPTY: Pair<'_> = Pair { name: "", value: "", next: None, is_first: true };

impl Default for Pairs<'_> {
    fn default() -> Self {
        Self { few: [EMPTY; ON_STACK], len: 0, many: Vec::new(), are_plain: true }
    }
}

impl<'a> Pairs<'a> {
    /// The pairs of a text, those of the same name linked. What had to be decoded is put there.
    fn read(&mut self, text: &'a str, decoded: &'a mut Decoded<'a>) -> Result<&[Pair<'a>], Error> {
        self.split(text);
        let is_plain = self.are_plain;
        let pairs = self.all();
        if !is_plain {
            for Pair { name, value, .. } in &*pairs {
                decoded.push([decode_part(name)?, decode_part(value)?]);
            }
            for (pair, [name, value]) in pairs.iter_mut().zip(decoded) {
                (pair.name, pair.value) = (name, value);
            }
        }
        link(pairs);
        Ok(pairs)
    }

    /// Adds pairs as they stand.
    fn split(&mut self, text: &'a str) {
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = 0;
            loop {
                end = next_separator(rest.as_bytes(), end);
                match rest.as_bytes().get(end) {
                    None | Some(b'&') => break,
                    Some(b'+' | b'%') => self.are_plain = false,
                    Some(_) => {}
                }
                end += 1;
            }
            let (pair, after) = rest.split_at_checked(end).unwrap_or_default();
            rest = after.get(1..).unwrap_or_default();
            if end > 0 {
                let equals = pair.bytes().position(|byte| byte == b'=').unwrap_or(end);
                let (name, value) = pair.split_at_checked(equals).unwrap_or_default();
                let value = value.get(1..).unwrap_or_default();
                self.push(Pair { name, value, ..EMPTY });
            }
        }
    }

    fn push(&mut self, pair: Pair<'a>) {
        match self.few.get_mut(self.len) {
            Some(place) => *place = pair,
            None => {
                if self.many.is_empty() {
                    self.many.extend_from_slice(&self.few);
                }
                self.many.push(pair);
            }
        }
        self.len += 1;
    }

    fn all(&mut self) -> &mut [Pair<'a>] {
        if self.many.is_empty() {
            self.few.get_mut(..self.len).unwrap_or_default()
        } else {
            &mut self.many
        }
    }
}

/// Where the next byte is that might separate or encode something, or the end.
fn next_separator(bytes: &[u8], from: usize) -> usize {
    // Eight bytes at once. `&`, `+` and `%` are low, as is little else that stands in a query.
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const MOST: u8 = b'+';
    let mut at = from;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        // The highest bit of a byte is set if it is low; up to the first one that is so.
        let low = word.wrapping_sub(EACH * (MOST + 1) as u64) & !word & (EACH << 7);
        if low != 0 {
            return at + low.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| *byte > MOST) {
        at += 1;
    }
    at
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
            same.next = NonZero::new(after);
            pair.is_first = false;
        }
    }
}

/// By sorting them, which is safe against names that are chosen to be slow.
fn link_many(pairs: &mut [Pair<'_>]) {
    let names = pairs.iter().enumerate().map(|(index, pair)| (pair.name, index));
    let sorted = names.collect::<BinaryHeap<_>>().into_sorted_vec();
    let is_same = |two: &&[(&str, usize)]| two[0].0 == two[1].0;
    let same = sorted.windows(2).filter(is_same).map(|two| (two[0].1, two[1].1));
    for (before, after) in same.collect::<Vec<_>>() {
        pairs[before].next = NonZero::new(after);
        pairs[after].is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Of any length, and with anything before what is looked for.
        #[test]
        fn each_separator_is_found(text in "[&+%,*$!=a-c\u{7f}é€]{0,40}") {
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
        fn pairs_stand_between_separators(text in "([a-cé]{0,9}(=[a-c=]{0,9})?&?){0,8}") {
            let parts = text.split('&').filter(|part| !part.is_empty());
            let expected: Vec<_> =
                parts.map(|part| part.split_once('=').unwrap_or((part, ""))).collect();
            let (mut decoded, mut pairs) = (Vec::new(), Pairs::default());
            let pairs = pairs.read(&text, &mut decoded).unwrap();
            let found: Vec<_> = pairs.iter().map(|pair| (pair.name, pair.value)).collect();
            prop_assert_eq!(found, expected);
            for (index, pair) in pairs.iter().enumerate() {
                let is_first = pairs.iter().position(|other| other.name == pair.name) == Some(index);
                prop_assert_eq!(pair.is_first, is_first);
            }
        }
    }
}
