//! What stands around the content in a member of gzip
//! ([RFC 1952, 2.3](https://www.rfc-editor.org/rfc/rfc1952#section-2.3)), one byte after the other.

use flate2::Crc;

/// The flags of a header.
const HAS_SUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;
const RESERVED: u8 = 0xe0;

/// Before the content.
pub(super) struct Head {
    next: Part,
    /// Those whose part is still to come.
    flags: u8,
    /// If there is one to compare it with.
    sum: Option<Crc>,
}

/// How many bytes there were of it, or are left.
enum Part {
    Fixed(u8),
    ExtraLength,
    ExtraLengthAbove(u8),
    Extra(u16),
    Text,
    Sum([u8; 2]),
    SumAbove(u8),
}

impl Head {
    pub(super) fn new() -> Self {
        Self { next: Part::Fixed(0), flags: 0, sum: None }
    }

    /// Whether this byte was the last one, or what is wrong with it.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, &'static str> {
        if let Some(sum) = &mut self.sum {
            sum.update(&[byte]);
        }
        match self.next {
            Part::Fixed(at) => {
                match (at, byte) {
                    (0, 0x1f) | (1, 0x8b) | (2, 8) | (4.., _) => {}
                    (2, _) => return Err("is compressed in an unknown way"),
                    (3, flags) if flags & RESERVED == 0 => {
                        self.flags = flags;
                        if flags & HAS_SUM != 0 {
                            let mut sum = Crc::new();
                            sum.update(&[0x1f, 0x8b, 8, flags]);
                            self.sum = Some(sum);
                        }
                    }
                    (3, _) => return Err("has an unknown flag"),
                    _ => return Err("is none, or something else follows it"),
                }
                if at < 9 {
                    self.next = Part::Fixed(at + 1);
                    return Ok(false);
                }
            }
            Part::ExtraLength => {
                self.next = Part::ExtraLengthAbove(byte);
                return Ok(false);
            }
            Part::ExtraLengthAbove(low) => {
                let length = u16::from_le_bytes([low, byte]);
                if length > 0 {
                    self.next = Part::Extra(length);
                    return Ok(false);
                }
            }
            Part::Extra(left) if left > 1 => {
                self.next = Part::Extra(left - 1);
                return Ok(false);
            }
            Part::Extra(_) => {}
            Part::Text if byte != 0 => return Ok(false),
            Part::Text => {}
            Part::Sum([sum, above]) if byte == sum => {
                self.next = Part::SumAbove(above);
                return Ok(false);
            }
            Part::SumAbove(sum) if byte == sum => return Ok(true),
            Part::Sum(_) | Part::SumAbove(_) => {
                return Err("has another header than its checksum says");
            }
        }
        Ok(self.is_over())
    }

    /// Goes on to the next part, if there is one.
    fn is_over(&mut self) -> bool {
        for flag in [HAS_EXTRA, HAS_NAME, HAS_COMMENT, HAS_SUM] {
            if self.flags & flag == 0 {
                continue;
            }
            self.flags &= !flag;
            self.next = match flag {
                HAS_EXTRA => Part::ExtraLength,
                HAS_SUM => {
                    let sum = self.sum.take().map_or(0, |sum| sum.sum());
                    let [sum, above, ..] = sum.to_le_bytes();
                    Part::Sum([sum, above])
                }
                _ => Part::Text,
            };
            return false;
        }
        true
    }
}

/// After the content: its checksum, and its length modulo 2^32.
pub(super) struct Tail {
    expected: [u8; 8],
    at: usize,
}

impl Tail {
    pub(super) fn of(content: &Crc) -> Self {
        let [a, b, c, d] = content.sum().to_le_bytes();
        let [e, f, g, h] = content.amount().to_le_bytes();
        Self { expected: [a, b, c, d, e, f, g, h], at: 0 }
    }

    /// Whether this byte was the last one, or what is wrong with it.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, &'static str> {
        if self.expected.get(self.at) != Some(&byte) {
            let is_sum = self.at < 4;
            return Err(if is_sum {
                "has other content than its checksum says"
            } else {
                "has another length than it says"
            });
        }
        self.at += 1;
        Ok(self.at == self.expected.len())
    }
}
