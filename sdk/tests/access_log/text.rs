//! Text of clients cannot forge lines, and responses are counted.

use doorway::http::HeaderValue;
use doorway::middleware::map_response;
use doorway::routing::get;
use doorway::{Body, Error, Response, Router};
use futures_util::stream;
use proptest::prelude::*;

use super::capture::{entry, hello, in_json, line, logged, object};

#[test]
fn the_request_id_is_that_of_the_response_or_else_of_the_request() {
    let answer = map_response(|mut response: Response| async move {
        response.headers_mut().insert("x-request-id", HeaderValue::from_static("from-here"));
        response
    });
    let app = Router::new().route("/named", get(hello)).layer(answer).route("/", get(hello));
    let client = logged(app);
    client.get("/").header("x-request-id", "abc-1").send().text();
    assert_eq!(entry(), "GET / 200 13B route=/ request_id=abc-1");
    client.get("/named").header("x-request-id", "abc-1").send().text();
    assert_eq!(entry(), "GET /named 200 13B route=/named request_id=from-here");
    for (id, expected) in [
        (&b"a b"[..], r#""a b""#),
        (b"a\" status=500", r#""a\" status=500""#),
        (b"\\n", r#""\\n""#),
        (b"\xff\t\xfe", r#""\\xff\\t\\xfe""#),
        ("é".as_bytes(), "\"é\""),
        (b"", "\"\""),
    ] {
        let id = HeaderValue::from_bytes(id).unwrap();
        client.get("/").header("x-request-id", id).send().text();
        let line = line();
        assert!(line.ends_with(&format!(" request_id={expected}")), "{line}");
    }
    client.get("/").header("x-request-id", "é".repeat(1000)).send().text();
    assert!(line().ends_with(&format!(" request_id=\"{}\"", "é".repeat(64))));
}

proptest! {
    /// All bytes are counted, and a failure is seen wherever it is.
    #[test]
    fn bytes_are_counted(
        chunks in prop::collection::vec("[a-z]{0,9}", 0..8),
        fails in any::<bool>(),
    ) {
        let total: usize = chunks.iter().map(String::len).sum();
        let handler = move || {
            let chunks = chunks.clone().into_iter().map(Ok);
            let failure = fails.then(|| Err(Error::other("failed")));
            let body = Body::from_stream(stream::iter(chunks.chain(failure).collect::<Vec<_>>()));
            async { body }
        };
        let client = in_json(Router::new().route("/", get(handler)));
        let response = client.get("/").send();
        let read: usize = response.chunks().map(|chunk| chunk.map_or(0, |chunk| chunk.len())).sum();
        drop(response);
        let object = object();
        prop_assert_eq!((read, object["bytes"].as_u64()), (total, Some(total as u64)));
        prop_assert_eq!(object.get("aborted").is_some(), fails);
    }
}
