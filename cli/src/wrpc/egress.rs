//! `doorway egress`: requests of components on other machines, which it sends over HTTP.

use std::pin::Pin;
use std::process::ExitCode;
use std::task::{Context, Poll};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use clap::Args;
use doorway_host::{HttpError, default_send_request};
use doorway_wrpc::{ErrorCode, Interface, Log, Received, RequestOptions, Server};
use http::header::HOST;
use http::{HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Listening, code, listen, log, until_interrupted};

/// Sends the requests that components make over wRPC, until Ctrl-C
///
/// Every client that reaches the address can send requests from this machine: it is for a private network.
#[derive(Args)]
#[command(after_help = "Examples:
  doorway egress --wrpc tcp://10.0.0.2:7100
  doorway serve app.wasm --outgoing wrpc+tcp://10.0.0.2:7100     on another machine")]
pub struct Options {
    /// Where to listen for invocations of wrpc:http/outgoing-handler; port 0 takes any free one
    #[arg(long, value_name = "tcp://ADDR")]
    wrpc: Listening,
}

/// Serves until it is interrupted.
///
/// # Errors
///
/// When the address cannot be bound.
pub fn run(options: &Options) -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server's threads")?;
    runtime.block_on(async {
        let listener = listen(&options.wrpc.0, "--wrpc").await?;
        let mut server = start(listener, log())?;
        println!("Sending requests from {} on tcp://{}", Interface::Outgoing.name(), server.addr());
        Ok(until_interrupted(async { server.finish().await }).await)
    })
}

/// Sends the requests that come to a listener.
///
/// # Errors
///
/// When the listener has no address.
pub fn start(listener: TcpListener, log: Log) -> std::io::Result<Server> {
    let requests = log.clone();
    Server::start(listener, Interface::Outgoing, log, move |request| {
        send(request, requests.clone())
    })
}

async fn send(
    mut request: Request<Received>,
    log: Log,
) -> Result<Response<impl Body<Data = Bytes, Error = HttpError> + Send + 'static>, ErrorCode> {
    let options = request.extensions_mut().remove::<RequestOptions>();
    let options = options.map(|options| doorway_host::RequestOptions {
        connect_timeout: options.connect_timeout,
        first_byte_timeout: options.first_byte_timeout,
        between_bytes_timeout: options.between_bytes_timeout,
    });
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let host = authority.and_then(|authority| HeaderValue::from_str(authority).ok());
    if let Some(host) = host {
        request.headers_mut().entry(HOST).or_insert(host);
    }
    let label = format!("{} {}", request.method(), request.uri());
    let request = request.map(|body| body.map_err(|error| code::to_wasi(error.code())));
    match default_send_request(request, options).await {
        Ok((response, connection)) => {
            let connection = tokio::spawn(async { drop(connection.await) });
            Ok(response.map(|body| Connected { body: Box::pin(body), connection }))
        }
        Err(error) => {
            log.line(format!("{label}: {error}"));
            Err(code::from_wasi(error))
        }
    }
}

/// A body with the connection that it comes from, which ends with it.
struct Connected<B> {
    body: Pin<Box<B>>,
    connection: JoinHandle<()>,
}

impl<B> Drop for Connected<B> {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

impl<B: Body> Body for Connected<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        self.body.as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
