//! A server that does everything wrong: what, the path tells.

use doorway_host::testing::{Head, Raw, Upstream, within};
use http::header::CONTENT_LENGTH;
use std::collections::HashSet;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};

const GIB: usize = 1 << 30;

/// The server, and an address where nobody listens.
pub(super) struct Faults {
    _server: Upstream,
    origins: [String; 2],
}

impl Faults {
    pub(super) async fn start() -> Self {
        let state = Arc::new(State::default());
        let server = Upstream::raw(move |connection| {
            let state = Arc::clone(&state);
            async move { answer(connection, &state).await }
        })
        .await;
        let origins = [server.url(""), Upstream::refusing().await.url("")];
        Self { _server: server, origins }
    }

    pub(super) fn origins(&self) -> &[String; 2] {
        &self.origins
    }
}

struct State {
    /// The signal to cut a body off.
    go: Notify,
    /// Requests that were given up.
    ended: Semaphore,
    /// How many requests of those that wait for each other came so far.
    asked: AtomicU32,
    /// All of them did.
    together: Semaphore,
    /// The earlier requests.
    once: Mutex<HashSet<String>>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            go: Notify::new(),
            ended: Semaphore::new(0),
            asked: AtomicU32::new(0),
            together: Semaphore::new(0),
            once: Mutex::default(),
        }
    }
}

async fn answer(mut connection: Raw, state: &State) {
    let head = connection.head().await;
    let path = head.line.split(' ').nth(1).unwrap_or_default().to_owned();
    let words: Vec<_> = path.split('/').skip(1).collect();
    match words[..] {
        ["head", how] => broken_head(connection, how).await,
        ["body", how] => broken_body(connection, how, &state.go).await,
        ["slow", how] => slow(connection, how, &state.ended).await,
        ["long", how] => long(connection, how == "chunked").await,
        ["count"] => count(connection, &head).await,
        ["go"] => {
            state.go.notify_one();
            ok(connection, b"ok").await;
        }
        ["ended", n] => {
            let ended = state.ended.acquire_many(n.parse().unwrap());
            within("the end of what was given up", ended).await.unwrap().forget();
            ok(connection, b"ended").await;
        }
        ["together", n] => {
            let n: u32 = n.parse().unwrap();
            if state.asked.fetch_add(1, Relaxed) + 1 == n {
                state.together.add_permits(n as usize);
            }
            let all = within("the others", state.together.acquire()).await;
            drop(all);
            ok(connection, b"together").await;
        }
        ["first", n] => {
            if state.asked.fetch_add(1, Relaxed) + 1 == n.parse::<u32>().unwrap() {
                ok(connection, b"first").await;
            } else {
                connection.rest().await;
                state.ended.add_permits(1);
            }
        }
        ["once", ..] if !state.once.lock().unwrap().insert(path.clone()) => {
            ok(connection, b"ok").await;
        }
        ["answer" | "once", status, name, value] => {
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 2\r\n{name}: ");
            let bytes = [head.as_bytes(), &bytes(value), b"\r\n\r\nok"].concat();
            connection.send(bytes).await;
        }
        ["coded", coding, body] => {
            let body = bytes(body);
            let length = body.len();
            let head = format!("content-encoding: {coding}\r\ncontent-length: {length}\r\n\r\n");
            connection.send([b"HTTP/1.1 200 OK\r\n", head.as_bytes(), &body].concat()).await;
        }
        ["next", n] => {
            let next: u32 = n.parse().unwrap();
            found(connection, &format!("/next/{}", next + 1)).await;
        }
        ["loop"] => found(connection, "/loop").await,
        ["cookies", n] => {
            let garbage = ["=", ";;;", "a=b; domain=;", "\u{ff}", "a=b; max-age=-x"].iter().cycle();
            let lines = garbage.take(n.parse().unwrap());
            let lines: String = lines.map(|line| format!("set-cookie: {line}\r\n")).collect();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n{lines}\r\n");
            connection.send(format!("{head}ok")).await;
        }
        _ => ok(connection, b"ok").await,
    }
}

/// The bytes of hexadecimal digits after `0x`.
fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes()[2..].chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

async fn ok(mut connection: Raw, body: &[u8]) {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    connection.send([head.as_bytes(), body].concat()).await;
}

async fn found(mut connection: Raw, location: &str) {
    let head = format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
    connection.send(head).await;
}

async fn broken_head(mut connection: Raw, how: &str) {
    let thousand = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x-many: 1\r\n".repeat(1000));
    let bytes = match how {
        "half-line" => "HTTP/1.1 20",
        "half" | "half-reset" => "HTTP/1.1 200 OK\r\ncontent-le",
        "another-protocol" => "SSH-2.0-OpenSSH_9.6\r\n",
        "no-status" => "HTTP/1.1 20x OK\r\n\r\n",
        "two-lengths" => "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx",
        "thousand-fields" => &thousand,
        "interim" => {
            "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        }
        "endless" => "HTTP/1.1 200 OK\r\n",
        _ => "",
    };
    // A client that has read enough may disconnect.
    let _ = connection.try_send(bytes).await;
    if how == "endless" {
        let line = format!("x-endless: {}\r\n", "v".repeat(1000));
        while connection.try_send(&line).await.is_ok() {}
    }
    if how.ends_with("reset") {
        connection.reset();
    }
}

async fn broken_body(mut connection: Raw, how: &str, go: &Notify) {
    let chunked = "transfer-encoding: chunked\r\n\r\n";
    let (framing, half, rest) = match how {
        "short" | "short-reset" => ("content-length: 8\r\n\r\n", "half", ""),
        "no-last-chunk" | "no-last-chunk-reset" => (chunked, "4\r\nhalf\r\n", ""),
        "half-chunk" => (chunked, "8\r\nhalf", ""),
        "bad-chunk" => (chunked, "4\r\nhalf\r\n", "zz\r\n"),
        "half-trailers" => (chunked, "4\r\nhalf\r\n", "0\r\nx-sum: "),
        "overlong" => {
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhalf of it").await;
            return;
        }
        _ => {
            connection.send("HTTP/1.0 200 OK\r\n\r\nall of it").await;
            return;
        }
    };
    connection.send(format!("HTTP/1.1 200 OK\r\n{framing}{half}")).await;
    within("word to go on", go.notified()).await;
    let _ = connection.try_send(rest).await;
    if how.ends_with("reset") {
        connection.reset();
    }
}

async fn slow(mut connection: Raw, how: &str, ended: &Semaphore) {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n";
    match how {
        "stalls" => connection.send(format!("{head}half")).await,
        "drips" => {
            connection.send(head).await;
            while connection.try_send("d").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        "pours" => {
            connection.send(head).await;
            let data = vec![b'd'; 1 << 20];
            while connection.try_send(&data).await.is_ok() {}
        }
        _ => {}
    }
    connection.rest().await;
    ended.add_permits(1);
}

async fn long(mut connection: Raw, chunked: bool) {
    const DATA: usize = 1 << 20;
    let data = vec![b'd'; DATA];
    let (head, data) = match chunked {
        true => {
            let data = [format!("{DATA:x}\r\n").as_bytes(), &data, b"\r\n"].concat();
            ("transfer-encoding: chunked".to_owned(), data)
        }
        false => (format!("content-length: {GIB}"), data),
    };
    connection.send(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n")).await;
    for _ in 0..GIB / DATA {
        // A client that has read enough may disconnect.
        if connection.try_send(&data).await.is_err() {
            return;
        }
    }
    if chunked {
        let _ = connection.try_send("0\r\n\r\n").await;
    }
}

async fn count(mut connection: Raw, head: &Head) {
    // A host that passes a body on by itself may know how long it is.
    if let Some(length) = head.headers.get(CONTENT_LENGTH) {
        let length = length.to_str().unwrap();
        if connection.skip(length.parse().unwrap()).await {
            ok(connection, length.as_bytes()).await;
        }
        return;
    }
    let mut length = 0;
    while let Some(chunk) = connection.chunk().await {
        if chunk.is_empty() {
            ok(connection, length.to_string().as_bytes()).await;
            return;
        }
        length += chunk.len();
    }
}
