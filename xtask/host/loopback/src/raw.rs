//! A TCP connection that speaks HTTP/1.1 byte for byte, from either end.

use crate::{Answer, within};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection for tests that care about bytes, or that break it on purpose.
#[derive(Debug)]
pub struct Raw {
    stream: TcpStream,
    /// Received and not yet taken.
    received: Vec<u8>,
}

/// The first line and the headers of a message.
#[derive(Clone, Debug)]
pub struct Head {
    /// The request line or the status line.
    pub line: String,
    /// The headers.
    pub headers: HeaderMap,
}

impl Head {
    /// The status code, if this is the head of a response; else 0.
    pub fn status(&self) -> u16 {
        let mut words = self.line.split(' ');
        let status = words.nth(1).and_then(|status| status.parse().ok());
        status.unwrap_or_default()
    }
}

impl Raw {
    /// Connects.
    ///
    /// # Panics
    ///
    /// If nobody listens there.
    pub async fn connect(addr: SocketAddr) -> Self {
        let stream = within("a connection", TcpStream::connect(addr)).await;
        Self::new(stream.unwrap_or_else(|error| panic!("cannot connect to {addr}: {error}")))
    }

    pub(crate) fn new(stream: TcpStream) -> Self {
        // A test may send its bytes in pieces; none of them should wait for the next.
        let _ = stream.set_nodelay(true);
        Self { stream, received: Vec::new() }
    }

    /// Sends bytes.
    ///
    /// # Panics
    ///
    /// If the other end is gone; see [`try_send`](Self::try_send).
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).await.unwrap_or_else(|error| panic!("cannot send: {error}"));
    }

    /// Sends bytes to an end that may be gone.
    ///
    /// # Errors
    ///
    /// What the connection says.
    pub async fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        within("sending", self.stream.write_all(bytes.as_ref())).await
    }

    /// Receives the head of a message.
    ///
    /// # Panics
    ///
    /// If the connection ends before, or what comes is not HTTP.
    pub async fn head(&mut self) -> Head {
        let end = loop {
            if let Some(at) = find(&self.received, b"\r\n\r\n") {
                break at + 4;
            }
            if !self.receive().await.is_ok_and(|more| more) {
                panic!(
                    "the connection ended before the end of a head: {:?}",
                    self.taken(usize::MAX)
                );
            }
        };
        let head = self.take(end);
        let line = head.split(|&byte| byte == b'\r').next().unwrap_or_default();
        Head {
            line: String::from_utf8_lossy(line).into_owned(),
            headers: fields(&head[line.len() + 2..]),
        }
    }

    /// Receives a whole response to a request other than HEAD, or what arrives of it.
    ///
    /// # Panics
    ///
    /// If not even the head arrives.
    pub async fn answer(&mut self) -> Answer {
        let head = self.head().await;
        self.body(&head).await
    }

    /// Sends a request, whose body may wait for a 100, and receives its response, or what arrives of it. Where `ends`,
    /// nothing more can follow the request.
    ///
    /// # Panics
    ///
    /// If not even the head arrives.
    pub async fn exchange(&mut self, head: &[u8], body: &[u8], ends: bool) -> Answer {
        self.send(head).await;
        let waits = find(head, b"\r\nexpect: 100-continue\r\n").is_some();
        if !waits {
            // The response may come before all of it is read.
            let _ = self.try_send(body).await;
        }
        if ends {
            self.half_close().await;
        }
        let mut response = self.head().await;
        if waits && response.status() == 100 {
            let _ = self.try_send(body).await;
            response = self.head().await;
        }
        let mut answer = match head.starts_with(b"HEAD ") {
            // Any bytes after the head would be a body.
            true => {
                let (status, trailers) = (response.status(), HeaderMap::new());
                let (body, complete) = self.rest().await;
                Answer { status, headers: HeaderMap::new(), body, trailers, complete }
            }
            false => self.body(&response).await,
        };
        answer.headers = response.headers;
        answer
    }

    /// Receives the body that belongs to a head, or what arrives of it.
    pub async fn body(&mut self, head: &Head) -> Answer {
        let mut answer = Answer {
            status: head.status(),
            headers: head.headers.clone(),
            body: Bytes::new(),
            trailers: HeaderMap::new(),
            complete: false,
        };
        let length = head
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if head.headers.contains_key(TRANSFER_ENCODING) {
            let mut body = Vec::new();
            while let Some(chunk) = self.chunk().await {
                if chunk.is_empty() {
                    answer.complete = true;
                    answer.trailers = self.trailers().await;
                    break;
                }
                body.extend(chunk);
            }
            answer.body = body.into();
        } else if matches!(answer.status, 204 | 304) || (answer.status == 0 && length.is_none()) {
            answer.complete = true;
        } else if let Some(length) = length {
            answer.complete = self.at_least(length).await;
            answer.body = self.take(length).into();
        } else {
            (answer.body, answer.complete) = self.rest().await;
        }
        answer
    }

    /// Receives one chunk of a chunked body: empty for the last one, `None` if the connection ends
    /// before its end.
    ///
    /// # Panics
    ///
    /// If what comes is not a chunk.
    pub async fn chunk(&mut self) -> Option<Vec<u8>> {
        let (start, length) = loop {
            match httparse::parse_chunk_size(&self.received) {
                Ok(httparse::Status::Complete((start, length))) => {
                    break (start, usize::try_from(length).ok()?);
                }
                Ok(httparse::Status::Partial) => {}
                Err(_) => panic!("not a chunk: {:?}", self.taken(80)),
            }
            if !self.receive().await.ok()? {
                return None;
            }
        };
        if length == 0 {
            self.take(start);
            return Some(Vec::new());
        }
        if !self.at_least(start + length + 2).await {
            return None;
        }
        self.take(start);
        let chunk = self.take(length);
        self.take(2);
        Some(chunk)
    }

    /// Receives so many bytes and forgets them; `false` if the other end closes before.
    pub async fn skip(&mut self, mut left: usize) -> bool {
        loop {
            let now = left.min(self.received.len());
            self.take(now);
            left -= now;
            if left == 0 || !matches!(self.receive().await, Ok(true)) {
                return left == 0;
            }
        }
    }

    /// Receives all there is until the other end closes; the flag is false if it reset the
    /// connection instead.
    pub async fn rest(&mut self) -> (Bytes, bool) {
        loop {
            match self.receive().await {
                Ok(true) => {}
                Ok(false) => return (self.take(usize::MAX).into(), true),
                Err(_) => return (self.take(usize::MAX).into(), false),
            }
        }
    }

    /// Says that nothing more will be sent, and can still receive.
    ///
    /// # Panics
    ///
    /// If the connection is already gone.
    pub async fn half_close(&mut self) {
        self.stream.shutdown().await.unwrap_or_else(|error| panic!("cannot half-close: {error}"));
    }

    /// Breaks the connection: the other end gets a reset, not an end.
    ///
    /// # Panics
    ///
    /// If the system does not let us.
    pub fn reset(self) {
        self.stream.set_zero_linger().unwrap_or_else(|error| panic!("cannot reset: {error}"));
    }

    async fn trailers(&mut self) -> HeaderMap {
        let mut trailers = Vec::new();
        loop {
            while let Some(at) = find(&self.received, b"\r\n") {
                let line = self.take(at + 2);
                if line == b"\r\n" {
                    trailers.extend(line);
                    return fields(&trailers);
                }
                trailers.extend(line);
            }
            if !self.receive().await.is_ok_and(|more| more) {
                return HeaderMap::new();
            }
        }
    }

    /// Waits until so many bytes are received; false if the connection ends before.
    async fn at_least(&mut self, length: usize) -> bool {
        while self.received.len() < length {
            if !self.receive().await.is_ok_and(|more| more) {
                return false;
            }
        }
        true
    }

    /// Waits for more bytes; false at the end.
    async fn receive(&mut self) -> io::Result<bool> {
        Ok(within("receiving", self.stream.read_buf(&mut self.received)).await? > 0)
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.received.split_off(length.min(self.received.len()));
        std::mem::replace(&mut self.received, rest)
    }

    fn taken(&mut self, length: usize) -> String {
        String::from_utf8_lossy(&self.take(length)).into_owned()
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// Header lines up to the empty one.
fn fields(bytes: &[u8]) -> HeaderMap {
    let mut parsed = [httparse::EMPTY_HEADER; 100];
    match httparse::parse_headers(bytes, &mut parsed) {
        Ok(httparse::Status::Complete((_, fields))) => fields
            .iter()
            .filter_map(|field| {
                let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
                Some((name, HeaderValue::from_bytes(field.value).ok()?))
            })
            .fold(HeaderMap::new(), |mut map, (name, value)| {
                map.append(name, value);
                map
            }),
        other => panic!("not headers ({other:?}): {:?}", String::from_utf8_lossy(bytes)),
    }
}
