//! A deserializer of pairs of names and values, as in queries and forms
//! ([URL standard](https://url.spec.whatwg.org/#urlencoded-parsing)).
//!
//! It reads the same as `serde_html_form`, which the tests compare it with. But its errors name the
//! field, it refuses invalid UTF-8 instead of replacing it, and it has no hash map: that weighs 37
//! kB in a component and up to 9,000 instructions in a request.
//!
//! The number of pairs is limited by the text's length only. A pair takes 48 bytes, 24 in a
//! component, and a name in a text with many takes a place in a tree.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::num::NonZero;

use serde_core::de::DeserializeOwned;

use super::encoding::BadEncoding;

mod de;
mod empty;
mod error;
#[cfg(test)]
mod properties;

pub(crate) use error::Error;

/// Deserializes a value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let (mut decoded, mut pairs) = (Vec::new(), Pairs::default());
    let pairs = pairs.read(text, &mut decoded)?;
    let empty = empty::Empty::default();
    loop {
        let error = match T::deserialize(de::Pairs { pairs, empty: &empty }) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        // At most once for each type of an `Option` in `T`.
        if !empty.has_learned() {
            return Err(error.explained(pairs));
        }
    }
}

#[derive(Clone)]
struct Pair<'a> {
    name: &'a str,
    value: &'a str,
    /// The index of the next pair of the same name, which is never 0.
    next: Option<NonZero<usize>>,
    /// Whether this is the first pair of its name, and the type has not ignored the name.
    is_asked_for: Cell<bool>,
}

/// The number of pairs that are kept on the stack.
const ON_STACK: usize = 3;

struct Pairs<'a> {
    few: [Pair<'a>; ON_STACK],
    len: usize,
    /// All of them, if there are more.
    many: Vec<Pair<'a>>,
    /// Whether none of them is encoded.
    are_plain: bool,
}

/// From this number on, pairs are counted before memory is reserved for them.
const MANY: usize = 64;

impl<'a> Pair<'a> {
    const fn new(name: &'a str, value: &'a str) -> Self {
        Self { name, value, next: None, is_asked_for: Cell::new(true) }
    }
}

impl Default for Pairs<'_> {
    fn default() -> Self {
        Self {
            few: [const { Pair::new("", "") }; ON_STACK],
            len: 0,
            many: Vec::new(),
            are_plain: true,
        }
    }
}

impl<'a> Pairs<'a> {
    /// The pairs of a text, linked by name. Decoded text is put into `decoded`.
    fn read(&mut self, text: &'a str, decoded: &'a mut Vec<u8>) -> Result<&[Pair<'a>], Error> {
        self.split(text);
        let is_plain = self.are_plain;
        let pairs = self.all();
        if !is_plain {
            decoded.resize(text.len(), 0);
            let mut room = decoded.as_mut_slice();
            for pair in &mut *pairs {
                pair.name = decode(pair.name, &mut room)?;
                pair.value = decode(pair.value, &mut room)?;
            }
        }
        link(pairs);
        Ok(pairs)
    }

    /// Adds pairs without decoding them.
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
                if self.many.len() >= MANY && self.many.len() == self.many.capacity() {
                    let more = rest.split('&').filter(|pair| !pair.is_empty()).count();
                    self.many.reserve_exact(more + 1);
                }
                self.push(Pair::new(name, value));
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

/// The index of the next byte that may separate or encode something, or the length.
fn next_separator(bytes: &[u8], from: usize) -> usize {
    // Eight bytes at once. `&`, `+` and `%` are low, unlike most other bytes of a query.
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const MOST: u8 = b'+';
    let mut at = from;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        // The highest bit of a byte is set if it is low; up to the first such byte.
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

/// Decodes a name or a value into a part of `room`, which has at least its length.
fn decode<'a>(part: &'a str, room: &mut &'a mut [u8]) -> Result<&'a str, BadEncoding> {
    if !part.bytes().any(|byte| matches!(byte, b'+' | b'%')) {
        return Ok(part);
    }
    let mut rest = part.as_bytes();
    let mut length = 0;
    while let [byte, after @ ..] = rest {
        rest = after;
        let decoded = match byte {
            b'+' => b' ',
            b'%' => {
                let Some((digits, after)) = rest.split_first_chunk() else {
                    return Err(BadEncoding::Escape);
                };
                rest = after;
                escaped(*digits).ok_or(BadEncoding::Escape)?
            }
            byte => *byte,
        };
        if let Some(place) = room.get_mut(length) {
            *place = decoded;
            length += 1;
        }
    }
    let (text, left) = std::mem::take(room).split_at_mut(length);
    *room = left;
    str::from_utf8(text).map_err(|_| BadEncoding::Utf8)
}

/// The byte of two hexadecimal digits.
fn escaped(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? << 4 | low?).ok()
}

/// Up to this number, comparing all pairs is faster than sorting them.
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
            pair.is_asked_for = Cell::new(false);
        }
    }
}

/// With a tree, so that no choice of names is slow.
fn link_many(pairs: &mut [Pair<'_>]) {
    let mut latest = BTreeMap::new();
    for after in 0..pairs.len() {
        if let Some(before) = latest.insert(pairs[after].name, after) {
            pairs[before].next = NonZero::new(after);
            pairs[after].is_asked_for = Cell::new(false);
        }
    }
}
