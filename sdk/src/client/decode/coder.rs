//! [`Coder`]: decodes one coding as its input arrives.

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::gzip::{self, Header};
use crate::client::damage::{Coding, Damage};

/// The largest chunk of content, in bytes.
const MAX_CHUNK: usize = 32 * 1024;

/// The least room reserved for a chunk.
const MIN_CHUNK: usize = 1024;

/// Input without content that is accepted beside [`MAX_RATIO`], in bytes: headers may name files.
const MAX_EMPTY: u64 = 256 * 1024;

/// Bytes of input for each byte of content: an empty member of gzip has 20 bytes, a block 5. With
/// more of them a body would never reach its limit.
const MAX_RATIO: u64 = 64;

pub(super) struct Coder {
    coding: Coding,
    stage: Stage,
    /// Created with the first content, as it takes some 43 KiB.
    inflate: Option<Decompress>,
    /// The checksum of a gzip member; zlib's is checked by `inflate`.
    checksum: Crc,
    /// Whether `inflate` may have content for which it needs no more input.
    holds_content: bool,
    /// The least room for the next chunk, in bytes.
    room: usize,
    /// Bytes of input and of content.
    taken: u64,
    given: u64,
    /// The fault in the input after the content that was given.
    fault: Option<&'static str>,
    /// Calls of `inflate`.
    #[cfg(test)]
    pub(super) calls: u64,
}

enum Stage {
    Start,
    Header(Header),
    Content,
    Trailer,
    /// At the end, unless another member follows.
    End,
}

impl Coder {
    pub(super) fn new(coding: Coding) -> Self {
        Self {
            coding,
            stage: Stage::Start,
            inflate: None,
            checksum: Crc::new(),
            holds_content: false,
            room: MIN_CHUNK,
            taken: 0,
            given: 0,
            fault: None,
            #[cfg(test)]
            calls: 0,
        }
    }

    /// Consumes input and returns its content; `None` if that takes more input, which has to be appended
    /// to the rest.
    ///
    /// A chunk is filled from all members and blocks at hand: those that are nearly empty are not a
    /// chunk each.
    pub(super) fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Damage> {
        let coding = self.coding;
        let mut chunk = Chunk::default();
        while !chunk.is_full() && self.fault.is_none() {
            let before = input.len();
            let advanced = self.advance(input, &mut chunk);
            self.taken += (before - input.len()) as u64;
            match advanced {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.room = if chunk.is_full() { MAX_CHUNK } else { MIN_CHUNK };
        let content = chunk.into_content();
        match self.fault {
            // The content before it is not lost.
            Some(fault) if content.is_empty() => Err(Damage { coding, fault }),
            _ => Ok((!content.is_empty()).then(|| content.into())),
        }
    }

    /// Checks that the input was complete.
    pub(super) fn end(&self, input: &Bytes) -> Result<(), Damage> {
        match self.stage {
            Stage::Start | Stage::End if input.is_empty() => Ok(()),
            _ => Err(Damage { coding: self.coding, fault: "is incomplete" }),
        }
    }

    /// Advances by one stage, or a part of it; `false` if that takes more input.
    fn advance(&mut self, input: &mut Bytes, chunk: &mut Chunk) -> Result<bool, &'static str> {
        if self.taken > MAX_EMPTY + self.given.saturating_mul(MAX_RATIO) {
            return Err("has hardly any content for its length");
        }
        if input.is_empty() && !self.holds_content {
            return Ok(false);
        }
        match &mut self.stage {
            Stage::Start | Stage::End if self.coding == Coding::Gzip => {
                self.stage = Stage::Header(Header::new());
            }
            Stage::Start => match **input {
                [first, second, ..] => self.start(is_zlib(first, second)),
                _ => return Ok(false),
            },
            Stage::Header(header) => match header.decode(input)? {
                true => self.start(false),
                false => return Ok(false),
            },
            Stage::Content => self.inflate(input, chunk)?,
            Stage::Trailer => match gzip::check_trailer(input, &self.checksum)? {
                true => self.stage = Stage::End,
                false => return Ok(false),
            },
            Stage::End => return Err("is followed by other data"),
        }
        Ok(true)
    }

    fn start(&mut self, is_zlib: bool) {
        match &mut self.inflate {
            Some(inflate) => inflate.reset(is_zlib),
            None => self.inflate = Some(Decompress::new(is_zlib)),
        }
        self.checksum = Crc::new();
        self.stage = Stage::Content;
    }

    fn inflate(&mut self, input: &mut Bytes, chunk: &mut Chunk) -> Result<(), &'static str> {
        const DAMAGED: &str = "is damaged";
        let Some(inflate) = &mut self.inflate else { return Err(DAMAGED) };
        if chunk.room.is_empty() {
            chunk.room = vec![0; input.len().saturating_mul(4).max(self.room).min(MAX_CHUNK)];
        }
        let (taken_before, given_before) = (inflate.total_in(), inflate.total_out());
        let status =
            inflate.decompress(input, chunk.rest(), FlushDecompress::None).map_err(|_| DAMAGED)?;
        #[cfg(test)]
        {
            self.calls += 1;
        }
        let is_starved = input.is_empty();
        let taken = usize::try_from(inflate.total_in() - taken_before).unwrap_or(usize::MAX);
        input.advance(taken.min(input.len()));
        let given = usize::try_from(inflate.total_out() - given_before).unwrap_or(usize::MAX);
        let content = chunk.add(given);
        self.given += given as u64;
        if self.coding == Coding::Gzip {
            self.checksum.update(content);
        }
        // It may hold back something also where there was room.
        self.holds_content = given > 0;
        if status == Status::StreamEnd {
            self.holds_content = false;
            self.stage = match self.coding {
                Coding::Gzip => Stage::Trailer,
                Coding::Deflate => Stage::End,
            };
        } else if taken == 0 && given == 0 && !is_starved {
            // It takes all it is given; else this would be an endless loop.
            return Err(DAMAGED);
        }
        Ok(())
    }
}

/// A chunk of content, in room that is zeroed once: flate2 zeroes the rest of a `Vec` at each call.
#[derive(Default)]
struct Chunk {
    room: Vec<u8>,
    filled: usize,
}

impl Chunk {
    fn is_full(&self) -> bool {
        !self.room.is_empty() && self.filled == self.room.len()
    }

    fn rest(&mut self) -> &mut [u8] {
        self.room.get_mut(self.filled..).unwrap_or_default()
    }

    /// Counts bytes that were written, and returns them.
    fn add(&mut self, len: usize) -> &[u8] {
        let before = self.filled;
        self.filled = before.saturating_add(len).min(self.room.len());
        self.room.get(before..self.filled).unwrap_or_default()
    }

    fn into_content(mut self) -> Vec<u8> {
        self.room.truncate(self.filled);
        // Small chunks that are kept would keep the room around them.
        if self.room.len() < self.room.capacity() / 4 {
            self.room.shrink_to_fit();
        }
        self.room
    }
}

/// Whether a body begins as zlib's format does
/// ([RFC 1950, 2.2](https://www.rfc-editor.org/rfc/rfc1950#section-2.2)). Bare deflate could in
/// theory, with bits that nobody sets.
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && first >> 4 <= 7 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}
