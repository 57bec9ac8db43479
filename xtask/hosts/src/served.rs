//! A host that serves a component, for probes.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use doorway_loopback::{Answer, Raw};
use http::{HeaderMap, Request};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::convert::Infallible;
use tokio::net::TcpStream;

use crate::hosts::{Host, Running};
use crate::process::Log;

/// A host that serves a component, for probes.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) addr: SocketAddr,
    pub(crate) log: Log,
    pub(crate) served: Component,
}

/// A component, and who serves it.
#[derive(Clone)]
pub(crate) struct Component {
    pub(crate) host: Host,
    pub(crate) file: PathBuf,
}

impl Component {
    /// Serves it.
    pub(crate) async fn start(self) -> Result<(Running, Served)> {
        let running = self.host.start(&self.file).await?;
        let log = running.processes[0].log.clone();
        let served = Served { addr: running.addr, log, served: self };
        Ok((running, served))
    }
}

impl Served {
    /// A connection that sends and receives bytes.
    pub(crate) async fn raw(&self) -> Raw {
        Raw::connect(self.addr).await
    }

    /// Whether the host still listens.
    pub(crate) async fn listens(&self) -> bool {
        TcpStream::connect(self.addr).await.is_ok()
    }

    /// Starts the host once more, after it has ended.
    pub(crate) async fn again(&self) -> Result<(Option<Running>, Self)> {
        let (running, served) = self.served.clone().start().await?;
        Ok((Some(running), served))
    }

    /// Gets a path over HTTP/1.1.
    pub(crate) async fn get(&self, target: &str) -> Answer {
        let mut client = self.raw().await;
        client.send(head("GET", target, "")).await;
        client.answer().await
    }

    /// Sends a body over HTTP/1.1.
    pub(crate) async fn post(&self, target: &str, body: &[u8]) -> Answer {
        let mut client = self.raw().await;
        let length = format!("content-length: {}\r\n", body.len());
        client.exchange(head("POST", target, &length).as_bytes(), body, false).await
    }

    /// Sends a body over HTTP/1.1 and reads the response meanwhile.
    pub(crate) async fn over_http1(
        &self,
        method: &str,
        target: &str,
        body: Bytes,
    ) -> Result<Answer> {
        let request = Request::builder().method(method).uri(target).header("host", HOST);
        let request = request.body(Full::new(body))?;
        let stream = TokioIo::new(TcpStream::connect(self.addr).await?);
        let (mut sender, connection) = http1::handshake(stream).await?;
        tokio::spawn(async { drop(connection.await) });
        let response = sender.send_request(request).await.context("no response")?;
        Ok(Answer::read(response).await)
    }

    /// Sends a request over HTTP/2, with trailers if there are any.
    pub(crate) async fn over_http2(
        &self,
        method: &str,
        target: &str,
        body: &'static str,
        trailers: HeaderMap,
    ) -> Result<Answer> {
        let body = match trailers.is_empty() {
            true => full(body),
            false => {
                let trailers = async move { Some(Ok::<_, Infallible>(trailers)) };
                Full::new(Bytes::from(body)).with_trailers(trailers).boxed_unsync()
            }
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{HOST}{target}"))
            .header("te", "trailers")
            .body(body)?;
        let stream = TokioIo::new(TcpStream::connect(self.addr).await?);
        let (mut sender, connection) = http2::handshake(TokioExecutor::new(), stream).await?;
        tokio::spawn(async { drop(connection.await) });
        let response = sender.send_request(request).await.context("no response over HTTP/2")?;
        Ok(Answer::read(response).await)
    }
}

fn full(body: &'static str) -> UnsyncBoxBody<Bytes, Infallible> {
    Full::new(Bytes::from(body)).boxed_unsync()
}

/// The name that requests are sent to.
pub(crate) const HOST: &str = "test.local";

/// The head of a request; `fields` are whole lines.
pub(crate) fn head(method: &str, target: &str, fields: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: {HOST}\r\n{fields}\r\n")
}

/// Bytes that tell where they stand, as guests make them.
pub(crate) fn pattern(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8).collect()
}

/// An error if the answer is not this one.
pub(crate) fn is(answer: &Answer, status: u16, body: &[u8]) -> Result<()> {
    ensure!(
        answer.status == status && answer.complete && answer.body == body,
        "{}, {} bytes{}: {:?}",
        answer.status,
        answer.body.len(),
        if answer.complete { "" } else { ", cut off" },
        String::from_utf8_lossy(&answer.body[..answer.body.len().min(200)])
    );
    Ok(())
}
