//! The frames of a connection, as far as they are counted.
//!
//! A frame is the length of a path, the path, the length of its data and the data, all numbers in LEB128. Frames without
//! a path are the head; the others are streams and what comes later. An invocation begins with a version and two names.

use std::fmt;

use crate::limits;

/// Where in a frame a connection is.
#[derive(Debug)]
pub(crate) struct Frames {
    at: At,
    /// The number that is being read, and how many bits it has so far.
    number: u64,
    bits: u32,
    /// How many parts are left of what `at` says.
    left: u64,
    has_path: bool,
    /// How long the head is, as far as it is known.
    head: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Version,
    NameLength { names: u8 },
    Name { names: u8 },
    Depth,
    Path,
    Length,
    Data,
}

/// Input of a peer that is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Number,
    Name,
    Head,
    Part,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number => f.write_str("a number of a frame has more than 64 bits"),
            Self::Name => write!(f, "the name of a function has more than {} bytes", limits::NAME),
            Self::Part => write!(f, "a part of a body has more than {} bytes", limits::PART),
            Self::Head => write!(f, "the head has more than {} bytes", limits::HEAD),
        }
    }
}

impl Frames {
    /// The frames of an invocation, with the names at their beginning.
    pub(crate) fn of_invocation() -> Self {
        Self { at: At::Version, ..Self::of_response() }
    }

    /// The frames of a response.
    pub(crate) fn of_response() -> Self {
        Self { at: At::Depth, number: 0, bits: 0, left: 0, has_path: false, head: 0 }
    }

    /// Goes over the next bytes, and returns how many of them are data of streams.
    pub(crate) fn pass(&mut self, mut bytes: &[u8]) -> Result<usize, Refused> {
        let mut streamed = 0;
        while let [first, rest @ ..] = bytes {
            if let At::Name { .. } | At::Data = self.at {
                let now = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                if self.at == At::Data && self.has_path {
                    streamed += now;
                }
                bytes = &bytes[now..];
                self.left -= now as u64;
                if self.left == 0 {
                    self.at = self.after();
                }
                continue;
            }
            bytes = rest;
            if self.at == At::Version {
                self.at = At::NameLength { names: 2 };
                continue;
            }
            if let Some(number) = self.number(*first)? {
                self.at = self.with(number)?;
            }
        }
        Ok(streamed)
    }

    /// Adds a byte to the number that is being read; the number, if it is its last.
    fn number(&mut self, byte: u8) -> Result<Option<u64>, Refused> {
        if self.bits >= 63 {
            return Err(Refused::Number);
        }
        self.number |= u64::from(byte & 0x7f) << self.bits;
        self.bits += 7;
        if byte & 0x80 != 0 {
            return Ok(None);
        }
        self.bits = 0;
        Ok(Some(std::mem::take(&mut self.number)))
    }

    /// Where it is after a number.
    fn with(&mut self, number: u64) -> Result<At, Refused> {
        Ok(match self.at {
            At::NameLength { names } => {
                if number > limits::NAME {
                    return Err(Refused::Name);
                }
                self.left = number;
                let at = At::Name { names };
                if number == 0 { self.after_name(names) } else { at }
            }
            At::Depth => {
                self.has_path = number > 0;
                self.left = number;
                if number > 0 { At::Path } else { At::Length }
            }
            At::Path => {
                self.left -= 1;
                if self.left > 0 { At::Path } else { At::Length }
            }
            _ => {
                if !self.has_path {
                    self.head = self.head.saturating_add(number);
                    if self.head > limits::HEAD {
                        return Err(Refused::Head);
                    }
                }
                self.left = number;
                if number > 0 { At::Data } else { At::Depth }
            }
        })
    }

    fn after(&self) -> At {
        match self.at {
            At::Name { names } => self.after_name(names),
            _ => At::Depth,
        }
    }

    fn after_name(&self, names: u8) -> At {
        if names > 1 { At::NameLength { names: names - 1 } } else { At::Depth }
    }
}

/// How many bytes a chunk is in a stream: its length in LEB128, and itself.
pub(crate) fn encoded(chunk: usize) -> usize {
    let bits = usize::BITS - chunk.max(1).leading_zeros();
    bits.div_ceil(7) as usize + chunk
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOCATION: &[u8] =
        b"\x00\x03a:b\x01f\x00\x02hd\x02\x00\x00\x05\x04data\x00\x00\x02\x00\x01\x01\x00";

    #[test]
    fn data_of_streams_is_counted_wherever_the_bytes_are_cut() {
        for at in 0..INVOCATION.len() {
            let mut frames = Frames::of_invocation();
            let (first, second) = INVOCATION.split_at(at);
            let counted = frames.pass(first).unwrap() + frames.pass(second).unwrap();
            assert_eq!(counted, 6, "cut at {at}");
            assert_eq!(frames.at, At::Depth);
        }
        let mut frames = Frames::of_invocation();
        assert_eq!(INVOCATION.iter().map(|byte| frames.pass(&[*byte]).unwrap()).sum::<usize>(), 6);
    }

    #[test]
    fn what_has_no_bound_is_refused() {
        assert_eq!(Frames::of_response().pass(b"\0\x81\x80\x40"), Err(Refused::Head));
        let mut frames = Frames::of_response();
        assert_eq!(frames.pass(b"\0\x80\x80\x40"), Ok(0), "1 MiB");
        assert_eq!(Frames::of_invocation().pass(b"\0\xff\xff\x03"), Err(Refused::Name));
        assert_eq!(Frames::of_response().pass(&[0xff; 10]), Err(Refused::Number));
    }

    #[test]
    fn random_bytes_are_passed_over_or_refused() {
        let mut state = 1_u64;
        let mut random = move || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 56) as u8
        };
        for _ in 0..100_000 {
            let bytes: Vec<_> = (0..32).map(|_| random()).collect();
            let streamed = Frames::of_invocation().pass(&bytes).unwrap_or_default();
            assert!(streamed <= bytes.len());
        }
    }

    #[test]
    fn a_chunk_is_as_long_as_its_length_and_itself() {
        let lengths = [1, 127, 128, 16383, 16384].map(encoded);
        assert_eq!(lengths, [2, 128, 130, 16385, 16387]);
    }
}
