//! Servers on the loopback for guests to send their requests to.

use crate::Raw;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// An upstream on a free port of the loopback; it stops when dropped.
#[derive(Debug)]
pub struct Upstream {
    addr: SocketAddr,
    accepting: Option<JoinHandle<()>>,
}

impl Upstream {
    /// Answers requests over HTTP/1.1 as `answer` says.
    pub async fn new<F, R, B>(answer: F) -> Self
    where
        F: Fn(Request<Incoming>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<B>> + Send + 'static,
        B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
    {
        let answer = Arc::new(answer);
        Self::accept(move |stream| {
            let answer = Arc::clone(&answer);
            async move {
                let service = service_fn(move |request| {
                    let response = answer(request);
                    async { Ok::<_, Infallible>(response.await) }
                });
                // A guest may disconnect, which some tests are about.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            }
        })
        .await
    }

    /// Hands each connection to `script`, which sends and receives bytes, stalls or resets as it
    /// likes.
    pub async fn raw<F, R>(script: F) -> Self
    where
        F: Fn(Raw) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        Self::accept(move |stream| script(Raw::new(stream))).await
    }

    /// An address where nobody listens.
    pub async fn refusing() -> Self {
        let (_, addr) = bind().await;
        Self { addr, accepting: None }
    }

    /// Its address.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The URL of a path that starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    async fn accept<F, R>(connection: F) -> Self
    where
        F: Fn(TcpStream) -> R + Send + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let (listener, addr) = bind().await;
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connection(stream));
            }
        });
        Self { addr, accepting: Some(accepting) }
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
    }
}

async fn bind() -> (TcpListener, SocketAddr) {
    let bound = async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let addr = listener.local_addr()?;
        std::io::Result::Ok((listener, addr))
    };
    bound.await.unwrap_or_else(|error| panic!("cannot listen on the loopback: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::Full;

    #[tokio::test]
    async fn a_raw_client_reads_hypers_responses() {
        let upstream = Upstream::new(async |request: Request<Incoming>| {
            Response::builder()
                .header("x-path", request.uri().path())
                .body(Full::new(Bytes::from("body")))
                .unwrap()
        })
        .await;
        let mut client = Raw::connect(upstream.addr()).await;
        for path in ["/first", "/second"] {
            client.send(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
            let answer = client.answer().await;
            assert_eq!(
                (answer.status, answer.header("x-path"), answer.text()),
                (200, path, "body")
            );
            assert!(answer.complete);
        }
    }

    #[tokio::test]
    async fn a_raw_upstream_speaks_chunks_and_breaks_off() {
        let upstream = Upstream::raw(async |mut connection| {
            let head = connection.head().await;
            connection
                .send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")
                .await;
            match head.line.as_str() {
                "GET /all HTTP/1.1" => connection.send("0\r\nx-sum: 4\r\n\r\n").await,
                _ => connection.reset(),
            }
        })
        .await;

        let mut client = Raw::connect(upstream.addr()).await;
        client.send("GET /all HTTP/1.1\r\n\r\n").await;
        let answer = client.answer().await;
        assert_eq!(
            (answer.text(), answer.complete, answer.trailers["x-sum"].as_bytes()),
            ("half", true, &b"4"[..])
        );

        let mut client = Raw::connect(upstream.addr()).await;
        client.send("GET /half HTTP/1.1\r\n\r\n").await;
        let head = client.head().await;
        assert_eq!((head.status(), client.chunk().await), (200, Some(b"half".to_vec())));
        assert_eq!(client.rest().await, (Bytes::new(), false));
    }

    #[tokio::test]
    async fn a_refusing_upstream_refuses() {
        let upstream = Upstream::refusing().await;
        let error = TcpStream::connect(upstream.addr()).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
    }
}
