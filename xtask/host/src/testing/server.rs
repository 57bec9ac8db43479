//! A served guest, and an HTTP client for it.

use super::{Answer, Raw, within};
use crate::{Capture, Log, Options, Server};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response, Uri};
use http_body::Body;
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::error::Error;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use wasmtime::component::Component;

/// A server of one guest, its log, and clients that talk to it.
#[derive(Debug)]
pub struct TestServer {
    server: Server,
    log: Capture,
}

impl TestServer {
    /// Serves a component; its log is captured whatever the options say.
    ///
    /// # Panics
    ///
    /// If it cannot be served.
    pub async fn start(component: &Component, options: Options) -> Self {
        let (log, capture) = Log::capture();
        let server = Server::start(component, Options { log, ..options }).await;
        Self { server: server.unwrap_or_else(|error| panic!("{error}")), log: capture }
    }

    /// The log: a line for each request, the output of the guest, traps.
    pub fn log(&self) -> &Capture {
        &self.log
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.server.addr()
    }

    /// The URL of a path that starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url())
    }

    /// Stops the server; whether all requests were finished within the grace period.
    pub async fn shutdown(self) -> bool {
        self.server.shutdown().await
    }

    /// A connection that sends and receives bytes.
    pub async fn raw(&self) -> Raw {
        Raw::connect(self.addr()).await
    }

    /// Gets a path over HTTP/1.1 and reads the whole answer.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(get(path)).await
    }

    /// Sends a request over HTTP/1.1 and reads the whole answer. For trailers, the request must say
    /// `te: trailers`.
    ///
    /// # Panics
    ///
    /// If there is no response.
    pub async fn request<B>(&self, request: Request<B>) -> Answer
    where
        B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
    {
        let response = self.send(request).await;
        within("the end of the body", Answer::read(response)).await
    }

    /// Sends a request over HTTP/1.1 and returns with the head of the response; dropping that ends
    /// the connection.
    ///
    /// # Panics
    ///
    /// If there is no response.
    pub async fn send<B>(&self, mut request: Request<B>) -> Response<Incoming>
    where
        B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
    {
        let host = HeaderValue::from_str(&self.addr().to_string());
        let host = host.unwrap_or_else(|error| panic!("an address is a header value: {error}"));
        request.headers_mut().entry(HOST).or_insert(host);
        within("a response", async {
            let (mut sender, connection) = http1::handshake(TokioIo::new(self.connect().await))
                .await
                .unwrap_or_else(|error| panic!("{error}"));
            // How a connection ends, the body tells.
            tokio::spawn(async { drop(connection.await) });
            sender
                .send_request(request)
                .await
                .unwrap_or_else(|error| panic!("no response: {error}"))
        })
        .await
    }

    /// Sends a request over HTTP/2 and reads the whole answer.
    ///
    /// # Panics
    ///
    /// If there is no response.
    pub async fn request_h2<B>(&self, mut request: Request<B>) -> Answer
    where
        B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + Unpin + 'static,
    {
        let url = self.url(request.uri().path_and_query().map_or("/", |path| path.as_str()));
        *request.uri_mut() = Uri::try_from(url).unwrap_or_else(|error| panic!("{error}"));
        within("an answer over HTTP/2", async {
            let (mut sender, connection) =
                http2::handshake(TokioExecutor::new(), TokioIo::new(self.connect().await))
                    .await
                    .unwrap_or_else(|error| panic!("{error}"));
            tokio::spawn(async { drop(connection.await) });
            let response = sender.send_request(request).await;
            Answer::read(response.unwrap_or_else(|error| panic!("no response: {error}"))).await
        })
        .await
    }

    async fn connect(&self) -> TcpStream {
        let addr = self.addr();
        TcpStream::connect(addr)
            .await
            .unwrap_or_else(|error| panic!("cannot connect to {addr}: {error}"))
    }
}

fn get(path: &str) -> Request<Empty<Bytes>> {
    Request::get(path)
        .body(Empty::new())
        .unwrap_or_else(|error| panic!("{path:?} is not a path: {error}"))
}
