//! The sections of a module or component as bytes, for changing a few and keeping the rest.

use std::ops::Range;

use anyhow::{Context, Result};
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The magic number and the version.
pub(super) const PREAMBLE: usize = 8;

/// The number of each section and where its contents are.
pub(super) fn of(bytes: &[u8]) -> Result<Vec<(u8, Range<usize>)>> {
    let contents = bytes.get(PREAMBLE..).context("it is shorter than a preamble")?;
    let mut reader = BinaryReader::new(contents, PREAMBLE);
    let mut found = Vec::new();
    while !reader.eof() {
        let id = reader.read_u8()?;
        let length = reader.read_var_u32()? as usize;
        let start = reader.original_position();
        reader.read_bytes(length)?;
        found.push((id, start..start + length));
    }
    Ok(found)
}

/// The contents of a section that lists things, with one thing more; `None` lists nothing yet.
pub(super) fn with_one_more(contents: Option<&[u8]>, item: &[u8]) -> Result<Vec<u8>> {
    let (count, rest) = match contents {
        Some(contents) => {
            let mut reader = BinaryReader::new(contents, 0);
            let count = reader.read_var_u32()?;
            (count, &contents[reader.original_position()..])
        }
        None => (0, &[][..]),
    };
    let mut more = Vec::new();
    (count + 1).encode(&mut more);
    more.extend_from_slice(rest);
    more.extend_from_slice(item);
    Ok(more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gets_longer_by_one() {
        assert_eq!(with_one_more(None, b"new").unwrap(), b"\x01new");
        assert_eq!(with_one_more(Some(b"\x02ab"), b"c").unwrap(), b"\x03abc");
        let long = with_one_more(Some(b"\x7f"), b"").unwrap();
        assert_eq!(long, [0x80, 0x01]);
    }

    #[test]
    fn sections_are_found_and_broken_ones_are_errors() {
        let module = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x00\x02\x01n";
        assert_eq!(of(module).unwrap(), [(5, 10..13), (0, 15..17)]);
        assert!(of(b"\0asm\x01\0\0\0\x05\x09").is_err());
        assert!(of(b"\0as").is_err());
    }
}
