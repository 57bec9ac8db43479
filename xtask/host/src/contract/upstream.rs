//! An upstream that answers all requests of a case at once, each in one write.

use crate::error::{Error, Result};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The answer, with a head as servers send them.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\n\
    date: Thu, 01 Jan 2026 00:00:00 GMT\r\n\
    content-type: text/plain; charset=utf-8\r\n\
    cache-control: no-cache\r\n\
    etag: \"0123456789abcdef\"\r\n\
    server: upstream\r\n\
    content-length: 13\r\n\
    connection: close\r\n\
    \r\n\
    Hello, world!";

/// It stops when it is dropped.
pub(crate) struct Upstream {
    pub(crate) url: String,
    calls: usize,
    /// How many requests are there and not answered.
    waiting: Arc<AtomicUsize>,
    answering: Option<JoinHandle<io::Result<()>>>,
}

impl Upstream {
    /// Answers so many requests each time, so many times; none at all needs no upstream.
    pub(crate) async fn start(calls: usize, times: usize) -> io::Result<Self> {
        if calls == 0 {
            return Ok(Self {
                url: String::new(),
                calls,
                waiting: Arc::default(),
                answering: None,
            });
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/some/path", listener.local_addr()?);
        let waiting = Arc::new(AtomicUsize::new(0));
        let answering = tokio::spawn({
            let waiting = waiting.clone();
            async move {
                for _ in 0..times {
                    answer(&listener, calls, &waiting).await?;
                }
                Ok(())
            }
        });
        Ok(Self { url, calls, waiting, answering: Some(answering) })
    }

    /// Why there may be no answer for a long time.
    pub(crate) fn excuse(&self) -> String {
        match self.waiting.load(Ordering::Relaxed) {
            0 => String::new(),
            waiting => format!(
                "; its upstream waits for {} requests at a time, and has {waiting}",
                self.calls
            ),
        }
    }

    /// Whether everything that was to be answered was.
    pub(crate) async fn finish(mut self) -> Result<()> {
        let Some(answering) = self.answering.take() else { return Ok(()) };
        if !answering.is_finished() {
            answering.abort();
        }
        match answering.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::Measure(format!("the upstream failed: {error}"))),
            Err(_) => Err(Error::Measure("the upstream was asked too little".to_owned())),
        }
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if let Some(answering) = &self.answering {
            answering.abort();
        }
    }
}

/// Answers when all requests are there.
async fn answer(listener: &TcpListener, requests: usize, waiting: &AtomicUsize) -> io::Result<()> {
    let mut connections: Vec<TcpStream> = Vec::new();
    for _ in 0..requests {
        let (mut connection, _) = listener.accept().await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if connection.read_buf(&mut head).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        connections.push(connection);
        waiting.store(connections.len(), Ordering::Relaxed);
    }
    waiting.store(0, Ordering::Relaxed);
    for connection in &connections {
        if connection.try_write(ANSWER)? != ANSWER.len() {
            return Err(io::ErrorKind::WriteZero.into());
        }
    }
    Ok(())
}
