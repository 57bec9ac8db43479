//! HTTP, as invocations.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Instant;

use bytes::Bytes;
use http::header::HOST;
use http::{Request, Response, StatusCode};
use http_body_util::{Either, Empty};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use crate::Log;
use crate::client::Client;
use crate::code::status;
use crate::error::Error;
use crate::received::Received;

/// A server of HTTP/1.1 and HTTP/2 whose requests are answered by a [`Client`]. Dropped, it stops at once.
#[derive(Debug)]
pub struct Gateway {
    addr: SocketAddr,
    closing: Option<oneshot::Sender<()>>,
    accepting: JoinHandle<()>,
}

impl Gateway {
    /// Serves at a listener.
    ///
    /// # Errors
    ///
    /// When the listener has no address.
    pub fn start(listener: TcpListener, client: Client, log: Log) -> std::io::Result<Self> {
        let addr = listener.local_addr()?;
        let (closing, closed) = oneshot::channel();
        let accepting = tokio::spawn(accept(listener, client, log, closed));
        Ok(Self { addr, closing: Some(closing), accepting })
    }

    /// The address it listens on, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops to accept connections, and waits for the requests that there are.
    pub async fn finish(&mut self) {
        // An error means that nothing accepts any more, which is what we want.
        let _ = self.closing.take().map(|closing| closing.send(()));
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(
    listener: TcpListener,
    client: Client,
    log: Log,
    mut closed: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut closed => break,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            Ok((socket, _)) => {
                connections.spawn(connection(socket, client.clone(), log.clone(), &graceful));
            }
            Err(error) => {
                // Most likely too many open files; trying again at once would only burn time.
                log.line(format!("cannot accept a connection: {error}"));
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
    // Those that the system has accepted would be broken with the listener.
    let next = || std::future::poll_fn(|cx| listener.poll_accept(cx));
    while let Some(Ok((socket, _))) = futures_util::FutureExt::now_or_never(next()) {
        connections.spawn(connection(socket, client.clone(), log.clone(), &graceful));
    }
    drop(listener);
    graceful.shutdown().await;
    while connections.join_next().await.is_some() {}
}

fn connection(
    socket: TcpStream,
    client: Client,
    log: Log,
    graceful: &GracefulShutdown,
) -> impl Future<Output = ()> + use<> {
    let watcher = graceful.watcher();
    async move {
        let _ = socket.set_nodelay(true);
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new());
        builder.http2().timer(TokioTimer::new());
        let answer = service_fn(move |request| {
            let (client, log) = (client.clone(), log.clone());
            async move { Ok::<_, Infallible>(answer(&client, &log, request).await) }
        });
        let connection = builder.serve_connection(TokioIo::new(socket), answer);
        // How a connection ends is nothing that a gateway could do something about.
        let _ = watcher.watch(connection).await;
    }
}

type Answer = Response<Either<Received, Empty<Bytes>>>;

async fn answer(client: &Client, log: &Log, request: Request<Incoming>) -> Answer {
    let start = Instant::now();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let label = format!("{} {path}", request.method());
    let failed = |status: StatusCode, why: &str| {
        let took = start.elapsed().as_secs_f64() * 1e3;
        log.line(format!("{label} {} {took:.1}ms ({why})", status.as_u16()));
        let mut response = Response::new(Either::Right(Empty::new()));
        *response.status_mut() = status;
        response
    };
    if request.uri().authority().is_none() && !request.headers().contains_key(HOST) {
        return failed(StatusCode::BAD_REQUEST, "the request names no host");
    }
    match client.incoming(request).await {
        Ok(response) => response.map(Either::Left),
        Err(error) => {
            let why = match &error {
                Error::Code(code) => format!("the worker answered with {code:?}"),
                error => error.to_string(),
            };
            failed(status(&error.code()), &why)
        }
    }
}
