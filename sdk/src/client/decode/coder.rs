//! [`Coder`]: undoes one coding, as its bytes come.

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::gzip::{Head, Tail};
use super::{Coding, Damage};

/// The most that is decoded at once, in bytes.
const MOST: usize = 32 * 1024;

/// What is reserved at least.
const LEAST: usize = 1024;

/// How many bytes of input may yield nothing, beside [`OVERHEAD`]: headers may name files.
const EMPTY: u64 = 256 * 1024;

/// How many bytes of input there may be for each byte of content. A member of gzip takes 20, a block
/// 5; with more a body would never come to its limit.
const OVERHEAD: u64 = 64;

pub(super) struct Coder {
    coding: Coding,
    stage: Stage,
    /// Made when it is needed, for it takes some 43 KiB.
    inflate: Option<Decompress>,
    /// Of a gzip member's content; that of zlib is looked at where it is decoded.
    content: Crc,
    /// Whether `inflate` may have content for which it needs no more input.
    holds_content: bool,
    /// The least room to reserve, in bytes.
    room: usize,
    /// How many bytes came in, and how many went out.
    taken: u64,
    given: u64,
    /// The fault in the input after the content that was given.
    fault: Option<&'static str>,
    /// How often `inflate` was called.
    #[cfg(test)]
    pub(super) calls: u64,
}

enum Stage {
    /// Nothing came yet.
    Start,
    Head(Head),
    Content,
    Tail(Tail),
    /// At the end, unless another member follows.
    Between,
}

impl Coder {
    pub(super) fn new(coding: Coding) -> Self {
        Self {
            coding,
            stage: Stage::Start,
            inflate: None,
            content: Crc::new(),
            holds_content: false,
            room: LEAST,
            taken: 0,
            given: 0,
            fault: None,
            #[cfg(test)]
            calls: 0,
        }
    }

    /// Takes input away and gives what that means; `None` if there has to be more of it. What is
    /// left then is to stand before it.
    ///
    /// All that is at hand goes into one chunk, as far as that reaches: of members and blocks that
    /// are nearly empty each would be a chunk otherwise.
    pub(super) fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Damage> {
        let coding = self.coding;
        let mut chunk = Chunk::default();
        while !chunk.is_full() && self.fault.is_none() {
            match self.advance(input, &mut chunk) {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.room = if chunk.is_full() { MOST } else { LEAST };
        match self.fault {
            // The content before it is not lost.
            Some(what) if chunk.filled == 0 => Err(Damage { coding, what }),
            _ => Ok(chunk.into_bytes()),
        }
    }

    /// Whether that was all, when there is no more input.
    pub(super) fn end(&self, input: &Bytes) -> Result<(), Damage> {
        match self.stage {
            Stage::Start if input.is_empty() => Ok(()),
            Stage::Between => Ok(()),
            _ => Err(Damage { coding: self.coding, what: "ends before its end" }),
        }
    }

    /// Goes on by one stage, or one byte of it. `false` if that takes more input.
    fn advance(&mut self, input: &mut Bytes, chunk: &mut Chunk) -> Result<bool, &'static str> {
        if self.taken > EMPTY + self.given.saturating_mul(OVERHEAD) {
            return Err("goes on and on with hardly any content");
        }
        match &mut self.stage {
            Stage::Content if input.is_empty() && !self.holds_content => return Ok(false),
            Stage::Content => self.inflate(input, chunk)?,
            _ if input.is_empty() => return Ok(false),
            Stage::Start | Stage::Between if self.coding == Coding::Gzip => {
                self.stage = Stage::Head(Head::new());
            }
            Stage::Start => {
                let &[first, second, ..] = &**input else { return Ok(false) };
                self.start(is_zlib(first, second));
            }
            Stage::Between => return Err("is followed by something else"),
            Stage::Head(head) => {
                self.taken += 1;
                if head.take(input.get_u8())? {
                    self.start(false);
                }
            }
            Stage::Tail(tail) => {
                self.taken += 1;
                if tail.take(input.get_u8())? {
                    self.stage = Stage::Between;
                }
            }
        }
        Ok(true)
    }

    fn start(&mut self, is_zlib: bool) {
        match &mut self.inflate {
            Some(inflate) => inflate.reset(is_zlib),
            None => self.inflate = Some(Decompress::new(is_zlib)),
        }
        self.content = Crc::new();
        self.stage = Stage::Content;
    }

    fn inflate(&mut self, input: &mut Bytes, chunk: &mut Chunk) -> Result<(), &'static str> {
        const DAMAGED: &str = "is damaged";
        let Some(inflate) = &mut self.inflate else { return Err(DAMAGED) };
        chunk.reserve(input.len().saturating_mul(4).max(self.room).min(MOST));
        let (taken_before, given_before) = (inflate.total_in(), inflate.total_out());
        let status =
            inflate.decompress(input, chunk.rest(), FlushDecompress::None).map_err(|_| DAMAGED)?;
        let taken = inflate.total_in() - taken_before;
        let given = inflate.total_out() - given_before;
        #[cfg(test)]
        {
            self.calls += 1;
        }
        self.taken += taken;
        self.given += given;
        input.advance(usize::try_from(taken).map_or(input.len(), |taken| taken.min(input.len())));
        let content = chunk.add(given);
        if self.coding == Coding::Gzip {
            self.content.update(content);
        }
        // It may hold back something also where there was room.
        self.holds_content = given > 0;
        if status == Status::StreamEnd {
            self.holds_content = false;
            self.stage = match self.coding {
                Coding::Gzip => Stage::Tail(Tail::of(&self.content)),
                Coding::Deflate => Stage::Between,
            };
        } else if taken == 0 && given == 0 && !input.is_empty() {
            // It takes all it is given; else this would go on for ever.
            return Err(DAMAGED);
        }
        Ok(())
    }
}

/// Content on its way out.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    filled: usize,
}

impl Chunk {
    fn is_full(&self) -> bool {
        !self.bytes.is_empty() && self.filled == self.bytes.len()
    }

    /// Makes room, once.
    fn reserve(&mut self, length: usize) {
        if self.bytes.is_empty() {
            self.bytes = vec![0; length];
        }
    }

    fn rest(&mut self) -> &mut [u8] {
        &mut self.bytes[self.filled..]
    }

    /// Notes that so much was written to the rest, and gives that.
    fn add(&mut self, length: u64) -> &[u8] {
        let start = self.filled;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        self.filled = start.saturating_add(length).min(self.bytes.len());
        &self.bytes[start..self.filled]
    }

    /// `None` if there is nothing.
    fn into_bytes(mut self) -> Option<Bytes> {
        let room = self.bytes.len();
        self.bytes.truncate(self.filled);
        // Who keeps many small chunks would keep the room around them.
        if self.filled < room / 4 {
            self.bytes.shrink_to_fit();
        }
        (self.filled > 0).then(|| self.bytes.into())
    }
}

/// Whether it begins as zlib's format does
/// ([RFC 1950, 2.2](https://www.rfc-editor.org/rfc/rfc1950#section-2.2)). Bare deflate could in
/// theory, with bits set that nobody sets.
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && first >> 4 <= 7 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}
