//! Who answers the requests that a component makes.
//!
//! How often the component waits depends on what arrives meanwhile. So all requests are answered at
//! once, each in one write, and what is left is evened out by the least of several runs.

use std::io::{ErrorKind, Result};
use std::net::Ipv4Addr;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::subjects::Answer;

/// How often the same is measured.
pub(super) const RUNS: usize = 3;

/// With a head as servers send them.
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

/// A server on the loopback for so many requests: its URL, and its end.
pub(super) async fn start(requests: u64) -> Result<(String, JoinHandle<Result<()>>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/some/path", listener.local_addr()?);
    Ok((url, tokio::spawn(serve(listener, requests))))
}

/// What a component says that adds up the lengths of what it got.
pub(super) fn answer(requests: u64) -> Answer {
    Answer::Text((requests * 13).to_string())
}

/// Answers when all requests are there.
async fn serve(listener: TcpListener, requests: u64) -> Result<()> {
    let mut connections: Vec<TcpStream> = Vec::new();
    for _ in 0..requests {
        let (mut connection, _) = listener.accept().await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if connection.read_buf(&mut head).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        connections.push(connection);
    }
    for connection in &connections {
        if connection.try_write(ANSWER)? != ANSWER.len() {
            return Err(ErrorKind::WriteZero.into());
        }
    }
    Ok(())
}
