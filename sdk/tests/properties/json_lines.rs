//! JSON line by line: serde_json reads each line the same, wherever the body is cut into chunks.

use std::collections::BTreeMap;

use doorway::body::Bytes;
use doorway::extract::{FromRequest, JsonLines};
use doorway::testing::block_on;
use doorway::{Body, Error, Request};
use futures_util::{StreamExt, stream};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::inputs;

type Value = BTreeMap<String, Option<i8>>;

const VALID: &[&str] = &[
    "{\"a\":1}\n{\"b\":-2,\"c\":null}\n{}",
    "\u{feff}{\"a\":1}\r\n  {\"é\\n\": 5}  \r\n{\"a\":128}\n",
    "\n\n{}\n[]\n{\"a\":\n1}\n{\"a\":1}{\"b\":2}\n",
    "\u{feff}",
    "",
];

const TOKENS: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{2028}",
    " ",
    "\0",
    "{\"a\":1}",
    "{",
    "}",
    "\"",
    "\\",
    "1",
    "null",
    "[[",
    "\\ud800",
];

/// The values that were read, and the errors: their lines and statuses.
fn ours(body: Body) -> Vec<Result<Value, (String, u16)>> {
    block_on(async {
        let request = Request::builder().method("POST").body(body).unwrap();
        let Ok(lines) = JsonLines::<Value>::from_request(request.into(), &()).await;
        let lines =
            lines.map(|line| line.map_err(|error| (error.to_string(), error.status().as_u16())));
        lines.collect().await
    })
}

/// The same of each line by serde_json alone.
fn theirs(body: &[u8]) -> Vec<Result<Value, (String, u16)>> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let mut lines: Vec<_> = body.split(|byte| *byte == b'\n').collect();
    if lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let read = |(index, line): (usize, &&[u8])| {
        serde_json::from_slice(line).map_err(|error| {
            let (fault, status) = match error.is_data() {
                true => ("does not have the expected form", 422),
                false => ("is not JSON", 400),
            };
            (format!("line {} of the body {fault}", index + 1), status)
        })
    };
    lines.iter().enumerate().map(read).collect()
}

/// A body of chunks, of which some may be empty.
fn cut(body: &[u8], cuts: &[Index]) -> Body {
    let mut ends: Vec<_> = cuts.iter().map(|at| at.index(body.len() + 1)).collect();
    ends.sort_unstable();
    ends.push(body.len());
    let mut start = 0;
    let chunks = ends.into_iter().map(|end| {
        let chunk = Bytes::copy_from_slice(&body[std::mem::replace(&mut start, end)..end]);
        Ok::<_, Error>(chunk)
    });
    Body::from_stream(stream::iter(chunks.collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(inputs::cases())]

    #[test]
    fn lines_are_read_as_serde_json_reads_each(
        body in inputs::bytes(VALID, TOKENS),
        cuts in vec(any::<Index>(), 0..8),
    ) {
        let theirs = theirs(&body);
        prop_assert_eq!(&ours(Body::from(body.clone())), &theirs);
        prop_assert_eq!(&ours(cut(&body, &cuts)), &theirs);
    }
}
