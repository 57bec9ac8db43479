//! Compressed responses, whatever is in them, however it is cut, and whatever is wrong with it:
//! what does not look whole, and what does not grow.

use std::cell::Cell;
use std::error::Error as _;
use std::rc::Rc;

use doorway::client::{self, Error, Response};
use doorway::testing::TestClient;
use doorway::{Body, Request};
use futures_util::{StreamExt, stream};
use proptest::prelude::*;

use crate::support::coded::{URL, ask, coded, gzip, in_chunks, raw, zlib};

async fn bytes(found: Response) -> Result<Vec<u8>, Error> {
    found.bytes().await.map(Vec::from)
}

/// As `bytes`, chunk by chunk.
async fn chunks(mut found: Response) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = found.chunk().await? {
        assert!((1..=32 * 1024).contains(&chunk.len()));
        all.extend_from_slice(&chunk);
    }
    Ok(all)
}

/// Bytes that can be compressed, mostly.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..2000),
        (prop::collection::vec(0..4_u8, 1..100), 1..2000_usize)
            .prop_map(|(part, times)| part.repeat(times)),
    ]
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        prop::collection::vec(1..9_usize, 1..5),
        prop::collection::vec(1..70_000_usize, 1..5),
    ]
}

type Encode = fn(&[u8]) -> Vec<u8>;

fn coding() -> impl Strategy<Value = (&'static str, Encode)> {
    prop_oneof![
        Just(("gzip", gzip as Encode)),
        Just(("deflate", zlib as Encode)),
        Just(("deflate", raw as Encode)),
    ]
}

/// A change of the bytes in transit.
#[derive(Clone, Debug)]
enum Harm {
    Change(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Add(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Repeat,
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), 1..=255_u8).prop_map(|(at, bits)| Harm::Change(at, bits)),
        at().prop_map(Harm::Cut),
        (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Add(at, byte)),
        at().prop_map(Harm::Remove),
        Just(Harm::Repeat),
    ]
}

impl Harm {
    fn to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        match self {
            Self::Change(at, bits) => bytes[at.index(length)] ^= bits,
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Add(at, byte) => bytes.insert(at.index(length + 1), *byte),
            Self::Remove(at) => drop(bytes.remove(at.index(length))),
            Self::Repeat => bytes.extend_from_within(..),
        }
    }
}

#[test]
fn a_small_chunk_takes_little_memory() {
    let body = gzip(b"a").repeat(1000);
    let chunks = ask(coded("gzip", body), async |mut found| {
        let mut chunks = Vec::new();
        while let Some(chunk) = found.chunk().await.unwrap() {
            chunks.push(chunk);
        }
        chunks
    });
    let length: usize = chunks.iter().map(|chunk| chunk.len()).sum();
    // With the room around it, which goes along.
    let taken: usize = chunks.into_iter().map(|chunk| Vec::from(chunk).capacity()).sum();
    assert!(length == 1000 && taken < 64 * 1024, "{taken} bytes for {length}");
}

proptest! {
    #[test]
    fn what_was_coded_is_decoded(content in content(), sizes in sizes(), (name, code) in coding()) {
        let body = code(&content);
        let answer = || coded(name, in_chunks(&body, &sizes));
        prop_assert!(ask(answer(), bytes).unwrap() == content);
        prop_assert!(ask(answer(), chunks).unwrap() == content);
    }

    /// Bare deflate has no checksum, so it is left out here.
    #[test]
    fn what_is_damaged_never_looks_whole(
        content in content(),
        sizes in sizes(),
        harm in harm(),
    ) {
        let mut body = gzip(&content);
        harm.to(&mut body);
        let found = ask(coded("gzip", in_chunks(&body, &sizes)), chunks);
        match found {
            // Its header says things that change nothing.
            Ok(found) if found == content => {}
            // Nothing at all is whole, and so are two members.
            Ok(found) if body.is_empty() && found.is_empty() => {}
            Ok(found) if matches!(harm, Harm::Repeat) && found == content.repeat(2) => {}
            Ok(found) => prop_assert!(false, "{} bytes of {}", found.len(), content.len()),
            Err(error) => prop_assert!(error.is_decode()),
        }
    }

    #[test]
    fn whatever_comes_is_refused_or_read(
        body in prop::collection::vec(any::<u8>(), 0..300),
        begin in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08", b"\x1f\x8b\x08\0", b"\x78\x9c"]),
        sizes in sizes(),
        (name, _) in coding(),
    ) {
        let body = [begin, &body].concat();
        let found = ask(coded(name, in_chunks(&body, &sizes)), chunks);
        prop_assert!(found.is_ok() || found.is_err_and(|error| error.is_decode()));
    }
}

/// Decoded data goes through a window of 32 KiB, which may be full in the middle of a repetition.
#[test]
fn the_last_bytes_come_without_more_input() {
    for length in (1..=3).flat_map(|windows| windows * 32 * 1024 - 10..windows * 32 * 1024 + 260) {
        for (part, code) in [(&b"a"[..], zlib as Encode), (b"abc", gzip), (b"abcde", raw)] {
            let content: Vec<u8> = part.iter().copied().cycle().take(length).collect();
            let name = if part == b"abc" { "gzip" } else { "deflate" };
            let found = ask(coded(name, code(&content)), bytes);
            assert!(found.is_ok_and(|found| found == content), "{length}");
        }
    }
}

#[test]
fn a_bomb_is_bounded() {
    // 64 MiB in 64 KiB.
    let bomb = gzip(&vec![0; 64 << 20]);
    let sent = Rc::new(Cell::new(0));
    let api = {
        let sent = sent.clone();
        move |_: Request| {
            let (sent, bomb) = (sent.clone(), bomb.clone());
            let chunks = stream::repeat_with(move || {
                sent.set(sent.get() + 1);
                Ok::<_, Error>(bomb.clone())
            });
            async { coded("gzip", Body::from_stream(chunks)) }
        }
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://api.test", api);
    upstreams.block_on(async {
        let request = client::get(URL).body_limit(100_000);
        let error = request.send().await.unwrap().bytes().await.unwrap_err();
        assert!(error.is_body() && error.to_string().contains("limit of 100000 bytes"), "{error}");
        let error = client::get(URL).send().await.unwrap().text().await.unwrap_err();
        assert!(error.is_body(), "{error}");
        let mut found = client::get(URL).send().await.unwrap();
        for _ in 0..100 {
            assert_eq!(found.chunk().await.unwrap().unwrap().len(), 32 * 1024);
        }
        assert_eq!(sent.get(), 3);
    });
}

#[test]
fn what_goes_on_without_content_is_refused() {
    let member = gzip(b"");
    let endless_name = [b"\x1f\x8b\x08\x08\0\0\0\0\0\0".as_slice(), &[b'a'; 1000]].concat();
    let empty_blocks = [0, 0, 0, 0xff, 0xff].repeat(1000);
    for (name, first, rest) in [
        ("gzip", member.clone(), member),
        ("gzip", endless_name, vec![b'a'; 1000]),
        ("deflate", empty_blocks.clone(), empty_blocks),
    ] {
        let chunks = stream::once(async { first }).chain(stream::repeat_with(move || rest.clone()));
        let body = Body::from_stream(Box::pin(chunks.map(Ok::<_, Error>)));
        let error = ask(coded(name, body), bytes).unwrap_err();
        assert!(error.is_decode());
    }
}

#[test]
fn a_damaged_response_that_is_passed_on_does_not_look_whole() {
    async fn app(_: Request) -> Result<Response, Error> {
        client::get(URL).send().await
    }
    let text = "so it goes ".repeat(10_000);
    let whole = gzip(text.as_bytes());
    for (cut, is_whole) in [(0, true), (1, false), (100, false)] {
        let body = whole[..whole.len() - cut].to_vec();
        let api = move |_: Request| {
            let answer = coded("gzip", body.clone());
            async { answer }
        };
        let response = TestClient::new(app).upstream("https://api.test", api).get("/").send();
        assert_eq!((response.status().as_u16(), response.header("content-encoding")), (200, None));
        let chunks: Result<Vec<_>, _> = response.chunks().collect();
        match chunks {
            Ok(chunks) => assert!(is_whole && chunks.concat() == text.as_bytes()),
            Err(error) => {
                assert!(!is_whole && error.source().is_some());
            }
        }
    }
}
