//! Bodies that are produced while they are sent.
//!
//! `/?bytes=N` sends N bytes in chunks of 16 KiB, each produced when the client has room for it.
//! `/ticks` sends five lines, one every 100 milliseconds.

use doorway::http::StatusCode;
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, IntoResponse, Request, Response, http_handler, task};
use futures_util::stream;

#[http_handler]
async fn app(request: Request) -> Response {
    let uri = request.uri();
    match (uri.path(), uri.query()) {
        ("/ticks", _) => ticks(5, Duration::from_millis(100)).into_response(),
        ("/", Some(query)) => match query.strip_prefix("bytes=").map(str::parse) {
            Some(Ok(bytes)) => generated(bytes).into_response(),
            _ => (StatusCode::BAD_REQUEST, "`bytes` is not a number\n").into_response(),
        },
        ("/", None) => "Try /?bytes=1000000 or /ticks\n".into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A body of `bytes` bytes. The stream is polled for the next chunk only when there is room.
fn generated(bytes: u64) -> Body {
    static CHUNK: [u8; 16 * 1024] = [b'.'; 16 * 1024];
    let mut left = bytes;
    let chunks = std::iter::from_fn(move || {
        let now = left.min(CHUNK.len() as u64);
        left -= now;
        (now > 0).then(|| Ok::<_, Error>(&CHUNK[..now as usize]))
    });
    Body::from_stream(stream::iter(chunks))
}

/// A body that a task writes, line by line. `send` fails when the client has disconnected.
fn ticks(count: u32, pause: Duration) -> Body {
    let (mut sender, body) = Body::channel();
    task::spawn(async move {
        for tick in 1..=count {
            sender.send(format!("tick {tick}\n")).await?;
            sleep(pause).await;
        }
        sender.finish();
        Ok::<_, Error>(())
    });
    body
}

#[cfg(test)]
mod tests {
    use doorway::testing::{TestClient, TestResponse};

    use super::*;

    fn get(path: &str) -> TestResponse {
        TestClient::for_handler(app).get(path).send()
    }

    #[test]
    fn generates_as_many_bytes_as_asked_for() {
        for bytes in [0, 1, 16 * 1024, 16 * 1024 + 1, 100_000] {
            assert_eq!(get(&format!("/?bytes={bytes}")).bytes().len(), bytes);
        }
        assert_eq!(get("/?bytes=many").status(), StatusCode::BAD_REQUEST);
    }

    #[test]
    fn generates_chunk_by_chunk() {
        let response = get("/?bytes=40000");
        let lengths: Vec<usize> = response.chunks().map(|chunk| chunk.unwrap().len()).collect();
        assert_eq!(lengths, [16_384, 16_384, 7_232]);
    }

    #[test]
    fn ticks_line_by_line() {
        let response = get("/ticks");
        let lines: Vec<_> = response.chunks().map(|chunk| chunk.unwrap()).collect();
        assert_eq!(lines, ["tick 1\n", "tick 2\n", "tick 3\n", "tick 4\n", "tick 5\n"]);
    }

    #[test]
    fn says_what_to_try() {
        assert_eq!(get("/").text(), "Try /?bytes=1000000 or /ticks\n");
        assert_eq!(get("/nowhere").status(), StatusCode::NOT_FOUND);
    }
}
