//! The framing of gzip members ([RFC 1952, 2.3](https://www.rfc-editor.org/rfc/rfc1952#section-2.3)).
//!
//! flate2 has decoders for it. By its writers a component would be 14 KB larger, a body would take
//! 32 KiB more memory, and many small members two thirds more time; its readers hold content back
//! until there is more input.

use bytes::{Buf, Bytes};
use flate2::Crc;

/// The flags of a header.
const HAS_CHECKSUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;
const RESERVED: u8 = 0xe0;

/// The header of a member.
pub(super) struct Header {
    checksum: Crc,
    /// The flags of fields that are still to come; `None` before the fixed part.
    flags: Option<u8>,
}

impl Header {
    pub(super) fn new() -> Self {
        Self { checksum: Crc::new(), flags: None }
    }

    /// Consumes input, and returns whether the header is complete.
    pub(super) fn decode(&mut self, input: &mut Bytes) -> Result<bool, &'static str> {
        let mut flags = match self.flags {
            Some(flags) => flags,
            None => {
                if input.iter().zip(&[0x1f, 0x8b]).any(|(byte, expected)| byte != expected) {
                    return Err("is invalid, or followed by other data");
                }
                let Some(&[_, _, method, flags, ..]) = input.first_chunk::<10>() else {
                    return Ok(false);
                };
                if method != 8 {
                    return Err("has an unknown compression method");
                }
                if flags & RESERVED != 0 {
                    return Err("has an unknown flag");
                }
                self.consume(input, 10);
                flags
            }
        };
        self.flags = Some(flags);
        if flags & HAS_EXTRA != 0 {
            let Some(len) = input.first_chunk() else { return Ok(false) };
            let len = 2 + usize::from(u16::from_le_bytes(*len));
            if input.len() < len {
                return Ok(false);
            }
            self.consume(input, len);
            flags &= !HAS_EXTRA;
        }
        for text in [HAS_NAME, HAS_COMMENT] {
            if flags & text != 0 {
                self.flags = Some(flags);
                let end = input.iter().position(|byte| *byte == 0);
                self.consume(input, end.map_or(input.len(), |end| end + 1));
                if end.is_none() {
                    return Ok(false);
                }
                flags &= !text;
            }
        }
        self.flags = Some(flags);
        if flags & HAS_CHECKSUM != 0 {
            let Some(checksum) = input.first_chunk() else { return Ok(false) };
            if u32::from(u16::from_le_bytes(*checksum)) != self.checksum.sum() & 0xffff {
                return Err("has a header that does not match its checksum");
            }
            input.advance(2);
        }
        Ok(true)
    }

    fn consume(&mut self, input: &mut Bytes, len: usize) {
        self.checksum.update(input.get(..len).unwrap_or_default());
        input.advance(len);
    }
}

/// Consumes the trailer of a member, its checksum and its length modulo 2^32, and returns whether
/// it is complete.
pub(super) fn check_trailer(input: &mut Bytes, content: &Crc) -> Result<bool, &'static str> {
    let Some(&[a, b, c, d, len @ ..]) = input.first_chunk::<8>() else { return Ok(false) };
    if u32::from_le_bytes([a, b, c, d]) != content.sum() {
        return Err("has content that does not match its checksum");
    }
    if u32::from_le_bytes(len) != content.amount() {
        return Err("has content that does not match its length");
    }
    input.advance(8);
    Ok(true)
}
