//! `content-length` and the body that it belongs to.

use super::{assert_aborted, get_on, get_raw};
use crate::guests::FAULTS;
use crate::{count, ends_well, get};

fn path(kind: &str, bytes: usize, declared: &str) -> String {
    format!("/length?kind={kind}&bytes={bytes}&declared={declared}")
}

#[tokio::test]
async fn a_body_that_breaks_its_content_length_is_aborted() {
    let server = FAULTS.start().await;
    let mut lines = 0;
    for (kind, bytes, declared) in [
        // Too few bytes: none at all, in one chunk, in several, after some that went out.
        ("empty", 0, 10),
        ("full", 9, 10),
        ("full", 0, 10),
        ("stream", 0, 10),
        ("stream", 7, 10),
        ("stream", 9, 10),
        ("stream", 100_000, 100_001),
        // Too many: in one chunk, at a border of chunks, within a chunk, after a full length.
        ("full", 11, 10),
        ("full", 100_000, 1),
        ("stream", 8, 7),
        ("stream", 9, 8),
        ("stream", 24, 12),
        ("stream", 24, 16),
        ("stream", 100_000, 99_999),
    ] {
        let path = path(kind, bytes, &declared.to_string());
        let answer = get_raw(&server, &path).await;
        assert_aborted(&answer, &path);
        assert_eq!(answer.header("content-length"), declared.to_string(), "{path}");
        lines += 1;
        let why = format!("aborted the response: its content-length says {declared}, but the body");
        server.log().wait_for(&why).await;
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: doorway: aborted the response: its content-length"), lines);
    assert_eq!(count(&log, "(aborted: "), lines, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_body_that_must_be_empty_and_is_not_is_aborted() {
    let server = FAULTS.start().await;
    for kind in ["full", "stream"] {
        let path = path(kind, 5, "0");
        let answer = get_raw(&server, &path).await;
        assert_aborted(&answer, &path);
        assert_eq!(answer.text(), "", "{path}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "its content-length says 0, but the body"), 2, "{}", log.join("\n"));
}

#[tokio::test]
async fn over_http_2_too_a_broken_content_length_is_an_abort() {
    let server = FAULTS.start().await;
    for (kind, bytes, declared) in
        [("full", 4, "10"), ("full", 10, "4"), ("stream", 4, "10"), ("stream", 24, "16")]
    {
        let path = path(kind, bytes, declared);
        let answer = server.request_h2(get(&path)).await;
        assert_eq!((answer.status, answer.complete), (200, false), "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_keeps_its_content_length_is_complete() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for (kind, bytes) in [
        ("empty", 0),
        ("full", 0),
        ("full", 10),
        ("stream", 0),
        ("stream", 1),
        ("stream", 16),
        ("stream", 100_000),
    ] {
        let path = path(kind, bytes, &bytes.to_string());
        let answer = get_on(&mut client, &path).await;
        // A declared length of 0 would hide the abort of a stream.
        let declared = if (kind, bytes) == ("stream", 0) { "" } else { &*bytes.to_string() };
        assert_eq!(answer.header("content-length"), declared, "{path}");
        assert!(answer.complete && answer.body.len() == bytes, "{path}: {answer:?}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn the_first_content_length_counts() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for kind in ["full", "stream"] {
        for declared in ["5,5", "5,5,5", "5,6", "5,6,5", "5,abc"] {
            let answer = get_on(&mut client, &path(kind, 5, declared)).await;
            let lengths: Vec<_> = answer.headers.get_all("content-length").iter().collect();
            assert_eq!(lengths, ["5"], "{kind} {declared}");
            assert_eq!((answer.text(), answer.complete), ("xxxxx", true), "{kind} {declared}");
        }
        let answer = get_raw(&server, &path(kind, 5, "6,5")).await;
        assert_aborted(&answer, kind);
    }
    let log = ends_well(server).await;
    // Twice the same is once; of the others one is left out each time.
    assert_eq!(count(&log, "left out a response field `content-length`"), 2 * 4);
}

#[tokio::test]
async fn an_invalid_content_length_is_left_out() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    let garbage = ["abc", "-1", "+5", "1e3", "5.0", "0x5", "", "99999999999999999999", "5;5"];
    for declared in garbage {
        // A body of a known length has that, another none.
        let full = get_on(&mut client, &path("full", 5, declared)).await;
        assert_eq!((full.text(), full.complete), ("xxxxx", true), "{declared:?}");
        assert_eq!(full.header("content-length"), "5", "{declared:?}");
        let stream = get_on(&mut client, &path("stream", 5, declared)).await;
        assert_eq!((stream.text(), stream.complete), ("xxxxx", true), "{declared:?}");
        assert_eq!(stream.header("transfer-encoding"), "chunked", "{declared:?}");
    }
    // One that is none does not hide one that is.
    let answer = get_on(&mut client, &path("stream", 5, "abc,5")).await;
    assert_eq!((answer.header("content-length"), answer.text()), ("5", "xxxxx"));

    let log = ends_well(server).await;
    let left_out = count(&log, "left out a response field `content-length`: it is no length");
    assert_eq!(left_out, 2 * garbage.len() + 1, "{}", log.join("\n"));
}
