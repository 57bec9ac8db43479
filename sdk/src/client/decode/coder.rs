//! [`Coder`]: undoes one coding, as its bytes come.

use bytes::{Buf, Bytes};
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::gzip::{Head, Tail};
use super::{Coding, Damage};

/// The most that is decoded at once, in bytes.
const MOST: usize = 32 * 1024;

/// What is reserved at least.
const LEAST: usize = 1024;

/// How many bytes there may be that yield nothing. Headers and empty blocks take few; what goes on
/// like this would never come to a limit.
const BARREN: usize = 256 * 1024;

pub(super) struct Coder {
    coding: Coding,
    stage: Stage,
    /// Made when it is needed, for it takes some 43 KiB.
    inflate: Option<Decompress>,
    /// Of a gzip member's content; that of zlib is looked at where it is decoded.
    content: Crc,
    /// What to reserve for what comes without more input; 0 if nothing does.
    more: usize,
    barren: usize,
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
        Self { coding, stage: Stage::Start, inflate: None, content: Crc::new(), more: 0, barren: 0 }
    }

    /// Takes input away and gives what that means; `None` if there has to be more of it. What is
    /// left then is to stand before it.
    pub(super) fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Damage> {
        let coding = self.coding;
        self.step(input).map_err(|what| Damage { coding, what })
    }

    /// Whether that was all, when there is no more input.
    pub(super) fn end(&self, input: &Bytes) -> Result<(), Damage> {
        match self.stage {
            Stage::Start if input.is_empty() => Ok(()),
            Stage::Between => Ok(()),
            _ => Err(Damage { coding: self.coding, what: "ends before its end" }),
        }
    }

    fn step(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, &'static str> {
        loop {
            if self.barren > BARREN {
                return Err("goes on and on without content");
            }
            match &mut self.stage {
                Stage::Content => {
                    if input.is_empty() && self.more == 0 {
                        return Ok(None);
                    }
                    let content = self.inflate(input)?;
                    if !content.is_empty() {
                        return Ok(Some(content));
                    }
                }
                _ if input.is_empty() => return Ok(None),
                Stage::Start | Stage::Between if self.coding == Coding::Gzip => {
                    self.stage = Stage::Head(Head::new());
                }
                Stage::Start => {
                    let &[first, second, ..] = &**input else { return Ok(None) };
                    self.start(is_zlib(first, second));
                }
                Stage::Between => return Err("is followed by something else"),
                Stage::Head(head) => {
                    self.barren += 1;
                    if head.take(input.get_u8())? {
                        self.start(false);
                    }
                }
                Stage::Tail(tail) => {
                    if tail.take(input.get_u8())? {
                        self.stage = Stage::Between;
                    }
                }
            }
        }
    }

    fn start(&mut self, is_zlib: bool) {
        match &mut self.inflate {
            Some(inflate) => inflate.reset(is_zlib),
            None => self.inflate = Some(Decompress::new(is_zlib)),
        }
        self.content = Crc::new();
        self.stage = Stage::Content;
    }

    fn inflate(&mut self, input: &mut Bytes) -> Result<Bytes, &'static str> {
        const DAMAGED: &str = "is damaged";
        let Some(inflate) = &mut self.inflate else { return Err(DAMAGED) };
        let likely = input.len().saturating_mul(4).max(self.more).clamp(LEAST, MOST);
        let mut content = Vec::with_capacity(likely);
        let before = inflate.total_in();
        let status = inflate
            .decompress_vec(input, &mut content, FlushDecompress::None)
            .map_err(|_| DAMAGED)?;
        let taken = usize::try_from(inflate.total_in() - before).unwrap_or(usize::MAX);
        let taken = taken.min(input.len());
        input.advance(taken);
        if self.coding == Coding::Gzip {
            self.content.update(&content);
        }
        self.barren = if content.is_empty() { self.barren + taken } else { 0 };
        // It may hold back something also where there was room.
        self.more = match content.len() {
            0 => 0,
            length if length < likely => LEAST,
            _ => MOST,
        };
        match status {
            Status::StreamEnd => {
                self.more = 0;
                self.stage = match self.coding {
                    Coding::Gzip => Stage::Tail(Tail::of(&self.content)),
                    Coding::Deflate => Stage::Between,
                };
            }
            Status::Ok | Status::BufError => {
                // It takes all it is given; else this would go on for ever.
                if taken == 0 && content.is_empty() && !input.is_empty() {
                    return Err(DAMAGED);
                }
            }
        }
        // Who keeps many small chunks would keep the room around them.
        if content.len() < likely / 4 {
            content.shrink_to_fit();
        }
        Ok(content.into())
    }
}

/// Whether it begins as zlib's format does
/// ([RFC 1950, 2.2](https://www.rfc-editor.org/rfc/rfc1950#section-2.2)). Bare deflate could in
/// theory, with bits set that nobody sets.
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && first >> 4 <= 7 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}
