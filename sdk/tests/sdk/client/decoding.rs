//! Compressed responses: what is asked for, what is decoded, and what does not look whole.

use std::error::Error as _;
use std::io::Write;

use doorway::client::{Client, Error};
use doorway::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use doorway::testing::TestClient;
use doorway::{Body, IntoResponse, Request, client};
use flate2::{Compression, GzBuilder};
use futures_util::stream;

use crate::support::coded::{URL, ask, coded, gzip, in_chunks, raw, zlib};

fn decode(coding: &str, body: impl Into<Body>) -> Result<Vec<u8>, Error> {
    ask(coded(coding, body), async |found| found.bytes().await.map(Vec::from))
}

/// The `accept-encoding` that an upstream gets.
fn asked(client: &Client, fields: &[(&'static str, &'static str)]) -> Option<String> {
    let echo = |request: Request| async move {
        let accepted = request.headers().get(header::ACCEPT_ENCODING).cloned();
        accepted.map_or(String::from("-"), |value| value.to_str().unwrap().to_owned())
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://api.test", echo);
    let text = upstreams.block_on(async {
        let request = fields.iter().fold(client.get(URL), |request, (n, v)| request.header(*n, *v));
        request.send().await.unwrap().text().await.unwrap()
    });
    (text != "-").then_some(text)
}

#[test]
fn a_request_says_what_is_understood() {
    let built = |builder: client::ClientBuilder| builder.build().unwrap();
    for (client, value) in [
        (Client::new(), Some("gzip, deflate")),
        (built(Client::builder()), Some("gzip, deflate")),
        (built(Client::builder().deflate(false)), Some("gzip")),
        (built(Client::builder().no_gzip()), Some("deflate")),
        (built(Client::builder().no_gzip().no_deflate()), None),
        (built(Client::builder().no_gzip().gzip(true)), Some("gzip, deflate")),
    ] {
        assert_eq!(asked(&client, &[]).as_deref(), value);
        assert_eq!(asked(&client, &[("range", "bytes=0-1")]), None);
        assert_eq!(asked(&client, &[("accept-encoding", "br")]).as_deref(), Some("br"));
    }
    let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, "identity".parse().unwrap())]);
    let client = built(Client::builder().default_headers(headers));
    assert_eq!(asked(&client, &[]).as_deref(), Some("identity"));
}

#[test]
fn a_coded_response_is_decoded_as_it_is_read() {
    let text = "so it goes ".repeat(20_000).into_bytes();
    for (coding, body) in [
        ("gzip", gzip(&text)),
        ("x-gzip", gzip(&text)),
        ("GZIP", gzip(&text)),
        ("deflate", zlib(&text)),
        ("deflate", raw(&text)),
        ("identity, gzip,, identity", gzip(&text)),
    ] {
        let whole = ask(coded(coding, body.clone()), async |found| {
            let headers = found.headers();
            assert!(!headers.contains_key(header::CONTENT_ENCODING));
            assert!(!headers.contains_key(header::CONTENT_LENGTH));
            assert_eq!(found.content_length(), None);
            found.bytes().await
        });
        assert!(whole.unwrap() == text, "{coding}");
        for sizes in [&[1][..], &[7, 1000], &[usize::MAX]] {
            assert!(decode(coding, in_chunks(&body, sizes)).unwrap() == text, "{coding}");
        }
    }
}

#[test]
fn what_cannot_be_decoded_is_left_as_it_is() {
    let body = gzip(b"text");
    let several = ["gzip, br", "br, gzip", "gzip, gzip", "deflate, gzip", "deflate, gzip, gzip"];
    for coding in several.into_iter().chain(["br", "zstd", "identity"]) {
        ask(coded(coding, body.clone()), async |found| {
            assert_eq!(found.headers()[header::CONTENT_ENCODING], coding);
            assert_eq!(found.content_length(), Some(body.len() as u64));
            assert_eq!(found.bytes().await.unwrap(), body);
        });
    }
    let part = (StatusCode::PARTIAL_CONTENT, coded("gzip", "\x1f"));
    ask(part, async |found| {
        assert_eq!(found.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(found.text().await.unwrap(), "\x1f");
    });
    let client = Client::builder().no_gzip().build().unwrap();
    let sent = body.clone();
    let api = move |_: Request| {
        let answer = coded("gzip", sent.clone());
        async { answer }
    };
    let upstreams = TestClient::new(|_: Request| async {}).upstream("https://api.test", api);
    upstreams.block_on(async {
        let found = client.get(URL).send().await.unwrap();
        assert_eq!(found.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(found.bytes().await.unwrap(), body);
        // There is nothing to decode, and the fields are those of another body.
        let found = client::head(URL).send().await.unwrap();
        assert_eq!(found.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(found.headers()[header::CONTENT_LENGTH], body.len().to_string());
        assert_eq!(found.bytes().await.unwrap(), "");
    });
    for status in [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED] {
        ask((status, coded("gzip", Body::empty())), async |found| {
            assert_eq!(found.headers()[header::CONTENT_ENCODING], "gzip");
            assert_eq!(found.bytes().await.unwrap(), "");
        });
    }
}

#[test]
fn an_empty_body_is_empty() {
    for coding in ["gzip", "deflate"] {
        assert_eq!(decode(coding, Body::empty()).unwrap(), b"");
        assert_eq!(decode(coding, in_chunks(b"", &[1])).unwrap(), b"");
    }
    assert_eq!(decode("gzip", gzip(b"")).unwrap(), b"");
    assert_eq!(decode("deflate", zlib(b"")).unwrap(), b"");
    assert_eq!(decode("deflate", raw(b"")).unwrap(), b"");
}

/// It took 10 seconds, of 10 kB.
#[test]
fn codings_around_codings_do_not_multiply_work() {
    let block = [0, 0, 0, 0xff, 0xff].repeat(12);
    let unit = [&block[..], &[0, 1, 0, 0xfe, 0xff, b'a']].concat();
    let body = zlib(&gzip(&gzip(&unit.repeat(100_000))));
    ask(coded("deflate, gzip, gzip", body.clone()), async |found| {
        assert_eq!(found.headers()[header::CONTENT_ENCODING], "deflate, gzip, gzip");
        assert_eq!(found.bytes().await.unwrap(), body);
    });
}

/// An upstream's `etag` stands for what it sent.
#[test]
fn a_decoded_response_that_is_passed_on_has_a_weak_tag() {
    async fn app(request: Request) -> Result<client::Response, client::Error> {
        let known = request.headers().get(header::IF_NONE_MATCH).cloned();
        let asked = Client::new().get(URL).header("x-kind", request.uri().path());
        let asked = match known {
            Some(known) => asked.header(header::IF_NONE_MATCH, known),
            None => asked,
        };
        let mut found = asked.send().await?;
        if request.uri().path() != "/none" && found.status() == StatusCode::OK {
            // Unchanged: it can be named by `if-match`.
            assert_eq!(found.headers()[header::ETAG], "\"a\"");
        }
        if request.uri().path() == "/own" {
            found.headers_mut().insert(header::ETAG, HeaderValue::from_static("\"own\""));
        }
        Ok(found)
    }
    let api = |request: Request| async move {
        let kind = request.headers()["x-kind"].clone();
        if request.headers().contains_key(header::IF_NONE_MATCH) {
            return (StatusCode::NOT_MODIFIED, [("etag", "\"a\"")]).into_response();
        }
        let (name, body) = match kind.as_bytes() {
            b"/plain" => ("identity", b"text".to_vec()),
            _ => ("gzip", gzip(b"text")),
        };
        let tag = (kind != "/none").then_some([("etag", "\"a\"")]);
        let about = [("accept-ranges", "bytes"), ("repr-digest", "sha-256=:AA==:")];
        let response = (about, coded(name, body));
        match tag {
            Some(tag) => (tag, response).into_response(),
            None => response.into_response(),
        }
    };
    let client = TestClient::new(app).upstream("https://api.test", api);
    for (path, tag, ranges, digest) in [
        ("/gzip", Some("W/\"a\""), None, false),
        ("/none", None, None, false),
        ("/own", Some("\"own\""), None, true),
        ("/plain", Some("\"a\""), Some("bytes"), true),
    ] {
        let response = client.get(path).send();
        assert_eq!(response.header("etag"), tag, "{path}");
        assert_eq!(response.header("accept-ranges"), ranges, "{path}");
        assert_eq!(response.header("repr-digest").is_some(), digest, "{path}");
        assert_eq!(response.text(), "text");
    }
    // A tag that is known as weak stays weak.
    for (known, tag) in [("W/\"a\"", "W/\"a\""), ("\"a\"", "\"a\""), ("*", "\"a\"")] {
        let response = client.get("/gzip").header("if-none-match", known).send();
        assert_eq!((response.status().as_u16(), response.header("etag")), (304, Some(tag)));
    }
}

#[test]
fn members_of_gzip_follow_one_another() {
    let all = [gzip(b"one "), gzip(b""), gzip(b"two")].concat();
    for sizes in [&[1][..], &[19, 3], &[usize::MAX]] {
        assert_eq!(decode("gzip", in_chunks(&all, sizes)).unwrap(), b"one two");
    }
}

#[test]
fn a_header_of_gzip_may_say_more() {
    let builder = GzBuilder::new().filename("a.txt").comment("why").extra([0; 300]).mtime(7);
    let mut encoder = builder.write(Vec::new(), Compression::fast());
    encoder.write_all(b"text").unwrap();
    let all = encoder.finish().unwrap();
    for sizes in [&[1][..], &[100], &[usize::MAX]] {
        assert_eq!(decode("gzip", in_chunks(&all, sizes)).unwrap(), b"text");
    }
    // With no more than a checksum of its own.
    let mut all = gzip(b"text");
    all[3] = 2;
    let mut sum = flate2::Crc::new();
    sum.update(&all[..10]);
    let sum = sum.sum().to_le_bytes();
    all.splice(10..10, [sum[0], sum[1]]);
    assert_eq!(decode("gzip", all.clone()).unwrap(), b"text");
    for at in [4, 10, 11] {
        let mut all = all.clone();
        all[at] ^= 1;
        let error = decode("gzip", all).unwrap_err();
        let why = "its gzip has a header that does not match its checksum";
        assert_eq!(error.source().unwrap().to_string(), why);
    }
}

#[test]
fn what_is_damaged_says_how() {
    let (whole, zlib, raw) = (gzip(b"text"), zlib(b"text"), raw(b"text"));
    let changed = |bytes: &[u8], at: usize| {
        let at = if at < 100 { at } else { bytes.len() - (at - 100) };
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 0x80;
        bytes
    };
    let cut = |bytes: &[u8]| bytes[..bytes.len() - 1].to_vec();
    let and = |bytes: &[u8], more: &[u8]| [bytes, more].concat();
    let other = "gzip is invalid, or followed by other data";
    for (coding, body, why) in [
        ("gzip", b"{}".to_vec(), other),
        ("gzip", and(&whole, b"{}"), other),
        ("gzip", and(&whole, b"\0"), other),
        ("gzip", changed(&whole, 2), "gzip has an unknown compression method"),
        ("gzip", changed(&whole, 3), "gzip has an unknown flag"),
        ("gzip", changed(&whole, 108), "gzip has content that does not match its checksum"),
        ("gzip", changed(&whole, 104), "gzip has content that does not match its length"),
        ("gzip", cut(&whole), "gzip is incomplete"),
        ("gzip", whole[..12].to_vec(), "gzip is incomplete"),
        ("gzip", b"\x1f".to_vec(), "gzip is incomplete"),
        ("gzip", and(&whole, b"\x1f"), "gzip is incomplete"),
        ("deflate", b"\xff\xff".to_vec(), "deflate is damaged"),
        ("deflate", b"x".to_vec(), "deflate is incomplete"),
        ("deflate", changed(&zlib, 101), "deflate is damaged"),
        ("deflate", cut(&zlib), "deflate is incomplete"),
        ("deflate", cut(&raw), "deflate is incomplete"),
        ("deflate", and(&zlib, b"\0"), "deflate is followed by other data"),
        ("deflate", and(&raw, &raw), "deflate is followed by other data"),
    ] {
        for sizes in [&[1][..], &[usize::MAX]] {
            let error = decode(coding, in_chunks(&body, sizes)).unwrap_err();
            assert!(error.is_decode() && !error.is_body(), "{error}");
            assert_eq!(error.url().unwrap(), URL);
            assert_eq!(error.to_string(), "the body cannot be decoded");
            assert_eq!(error.source().unwrap().to_string(), format!("its {why}"));
            assert_eq!(error.into_response().status(), 502);
        }
    }
}

#[test]
fn a_body_that_breaks_off_is_no_damage() {
    let half = gzip(b"text")[..12].to_vec();
    let fire = doorway::Error::other("the disk is on fire");
    let error = decode("gzip", Body::from_stream(stream::iter([Ok(half), Err(fire)]))).unwrap_err();
    assert!(error.is_body() && !error.is_decode());
}

#[test]
fn trailers_come_after_what_was_decoded() {
    const SUM: HeaderName = HeaderName::from_static("x-sum");
    let trailers = || HeaderMap::from_iter([(SUM, HeaderValue::from_static("7"))]);
    let body = in_chunks(&gzip(b"text"), &[5]).with_trailers(trailers());
    ask(coded("gzip", body), async |mut found| {
        assert_eq!(found.chunk().await.unwrap().unwrap(), "text");
        assert_eq!(found.chunk().await.unwrap(), None);
        assert_eq!(found.trailers().await.unwrap().unwrap()[SUM], "7");
    });
    let body = in_chunks(&gzip(b"text")[..15], &[5]).with_trailers(trailers());
    let error = ask(coded("gzip", body), async |mut found| found.trailers().await.unwrap_err());
    assert!(error.is_decode());
}
