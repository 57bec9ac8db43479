//! A coder and flate2's own decoders are given the same bytes, and the work of the coder is counted.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use crate::inputs;

use super::coder::Coder;
use crate::client::damage::Coding;

/// The result of decoding some input, and the work it took.
#[derive(Debug, PartialEq)]
struct Decoded {
    content: Vec<u8>,
    fault: Option<&'static str>,
    chunks: usize,
    calls: u64,
}

/// Decodes as the body of a response is, from pieces of such sizes, again and again.
fn decode(coding: Coding, bytes: &[u8], sizes: &[usize]) -> Decoded {
    let mut coder = Coder::new(coding);
    let (mut content, mut chunks, mut fault) = (Vec::new(), 0, None);
    let (mut input, mut rest) = (Bytes::new(), bytes);
    let mut sizes = sizes.iter().cycle();
    let mut run = |coder: &mut Coder| loop {
        while let Some(chunk) = coder.decode(&mut input)? {
            assert!(!chunk.is_empty() && chunk.len() <= 32 * 1024);
            chunks += 1;
            content.extend_from_slice(&chunk);
        }
        if rest.is_empty() {
            return coder.end(&input);
        }
        let size = sizes.next().map_or(rest.len(), |size| (*size).clamp(1, rest.len()));
        let piece;
        (piece, rest) = rest.split_at(size);
        input = [&*input, piece].concat().into();
    };
    if let Err(damage) = run(&mut coder) {
        fault = Some(damage.fault);
    }
    Decoded { content, fault, chunks, calls: coder.calls }
}

/// The same by flate2.
fn by_flate2(coding: Coding, bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let is_zlib = bytes.len() >= 2
        && bytes[0] & 0x0f == 8
        && bytes[0] >> 4 <= 7
        && u16::from_be_bytes([bytes[0], bytes[1]]).is_multiple_of(31);
    let is_whole = match coding {
        Coding::Gzip => MultiGzDecoder::new(bytes).read_to_end(&mut content).is_ok(),
        Coding::Deflate if is_zlib => {
            let mut decoder = ZlibDecoder::new(bytes);
            decoder.read_to_end(&mut content).is_ok() && decoder.total_in() == bytes.len() as u64
        }
        Coding::Deflate => {
            let mut decoder = DeflateDecoder::new(bytes);
            decoder.read_to_end(&mut content).is_ok() && decoder.total_in() == bytes.len() as u64
        }
    };
    (content, is_whole)
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Its blocks are as small as they can be.
fn flushed(content: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    for part in content.chunks(times.max(1)) {
        encoder.write_all(part).unwrap();
        encoder.flush().unwrap();
    }
    encoder.finish().unwrap()
}

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A stored block.
fn stored(content: &[u8], is_last: bool) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let head = [&[u8::from(is_last)][..], &length.to_le_bytes(), &(!length).to_le_bytes()];
    [&head.concat()[..], content].concat()
}

/// A part of a coded body; those beside the first two are whole in themselves, or nearly empty.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let content = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        (any::<u8>(), 0..3000_usize).prop_map(|(byte, times)| vec![byte; times]),
    ];
    (0..9_u8, content, 1..50_usize).prop_map(|(kind, content, times)| match kind {
        0 => content,
        1 => b"\x1f\x8b\x08\x1e\0\0\0\0\0\xff\x03\0abcname\0comment\0\0\0".to_vec(),
        2 => gzip(b"").repeat(times),
        3 => gzip(b"a").repeat(times),
        4 => stored(b"", false).repeat(times),
        5 => [stored(b"", false), stored(b"a", false)].concat().repeat(times),
        6 => flushed(&content, times),
        7 => zlib(&content),
        _ => gzip(&content),
    })
}

/// Coded bodies, most of which have a change or two.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    let parts = prop_oneof![
        3 => part(),
        1 => prop::collection::vec(part(), 0..4).prop_map(|parts| parts.concat()),
    ];
    (parts, prop::collection::vec(change, 0..3)).prop_map(|(mut body, changes)| {
        for (at, byte, kind) in changes {
            if body.is_empty() {
                break;
            }
            let at = at.index(body.len());
            match kind {
                0 => body[at] = byte,
                1 => body.truncate(at),
                2 => body.insert(at, byte),
                _ => drop(body.remove(at)),
            }
        }
        body
    })
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        prop::collection::vec(1..9_usize, 1..4),
        prop::collection::vec(1..5000_usize, 1..4),
        Just(vec![usize::MAX]),
    ]
}

fn coding() -> impl Strategy<Value = Coding> {
    prop_oneof![Just(Coding::Gzip), Just(Coding::Deflate)]
}

/// Asserts that the counted work is bounded, for any input.
fn assert_is_bounded(taken: usize, pieces: usize, decoded: &Decoded) {
    // The most that deflate makes of a byte.
    assert!(decoded.content.len() <= taken * 1032, "{} of {taken}", decoded.content.len());
    let full = decoded.content.len() / 1024;
    assert!(decoded.chunks <= pieces + full + 2, "{} of {taken}", decoded.chunks);
    // A member of gzip has 20 bytes, and is begun and ended; all else goes on for as long as it can.
    let calls = decoded.calls as usize;
    assert!(calls <= 2 * (pieces + full + taken / 10 + 2), "{calls} of {taken}");
}

proptest! {
    #![proptest_config(inputs::cases())]

    /// They differ in these: flate2 takes no body at all for one that is cut off, as it does one
    /// that is followed by something else, and a `deflate` of one byte may be of either format.
    #[test]
    fn it_decodes_as_flate2_does(coding in coding(), body in body(), sizes in sizes()) {
        let decoded = decode(coding, &body, &sizes);
        let (content, is_whole) = by_flate2(coding, &body);
        let is_short = body.is_empty() || (coding == Coding::Deflate && body.len() < 2);
        prop_assert!(
            is_short || is_whole == decoded.fault.is_none(),
            "{:?} {} {}", decoded.fault, is_whole, body.escape_ascii(),
        );
        prop_assert!(!is_whole || is_short || decoded.content == content);
        // The result does not depend on the pieces; but the content before damage may.
        let at_once = decode(coding, &body, &[usize::MAX]);
        prop_assert_eq!(&at_once.fault, &decoded.fault);
        prop_assert!(decoded.fault.is_some() || at_once.content == decoded.content);
        let (one, other) = (&at_once.content, &decoded.content);
        prop_assert!(one.starts_with(other) || other.starts_with(one));
        let pieces = body.len() / sizes.iter().min().copied().unwrap_or(1) + 1;
        assert_is_bounded(body.len(), pieces, &decoded);
        assert_is_bounded(body.len(), 1, &at_once);
    }
}

/// The body that took a second of work for each kilobyte.
#[test]
fn little_content_takes_little_work() {
    let trickle = [stored(b"", false).repeat(12), stored(b"a", false)].concat();
    let dense = [stored(b"", false), stored(b"a", false)].concat();
    for (coding, unit) in [
        (Coding::Gzip, gzip(b"")),
        (Coding::Gzip, gzip(b"a")),
        (Coding::Deflate, trickle.clone()),
        (Coding::Deflate, dense),
        (Coding::Deflate, vec![0, 0, 0, 0xff, 0xff]),
    ] {
        let body = unit.repeat((1 << 20) / unit.len());
        let decoded = decode(coding, &body, &[64 * 1024]);
        assert_is_bounded(body.len(), 16, &decoded);
    }
}

#[test]
fn input_without_content_comes_to_an_end() {
    let empty = stored(b"", false);
    for (coding, unit, has_enough) in [
        (Coding::Gzip, gzip(b""), false),
        (Coding::Gzip, gzip(b"a"), true),
        (Coding::Deflate, empty.clone(), false),
        // A byte among 64, and among 70.
        (Coding::Deflate, [empty.repeat(11), stored(b"a", false)].concat(), true),
        (Coding::Deflate, [empty.repeat(13), stored(b"a", false)].concat(), false),
    ] {
        let body = unit.repeat((8 << 20) / unit.len());
        let decoded = decode(coding, &body, &[64 * 1024]);
        let ended = decoded.fault == Some("has hardly any content for its length");
        assert_eq!(ended, !has_enough, "{:?}", decoded.fault);
    }
}
