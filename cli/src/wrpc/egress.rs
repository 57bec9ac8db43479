//! `doorway egress`: requests of components on other machines, which it sends over HTTP.

use std::pin::Pin;
use std::process::ExitCode;
use std::task::{Context, Poll};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use clap::Args;
use doorway_host::{HttpError, default_send_request};
use doorway_wrpc::{Interface, Log, Received, RequestOptions, Server};
use http::header::HOST;
use http::{HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Allowed, Listening, code, listen, log, until_interrupted};

/// Sends the requests that components make over wRPC, until Ctrl-C
///
/// Every client that reaches the address can send requests from this machine: it is for a private network. It sends to
/// any host, unless --allow says to which ones.
#[derive(Args)]
#[command(after_help = "Examples:
  doorway egress --wrpc tcp://10.0.0.2:7100 --allow api.example.com --allow '*.example.net:443'
  doorway serve app.wasm --outgoing wrpc+tcp://10.0.0.2:7100     on another machine")]
pub struct Options {
    /// Where to listen for invocations of wrpc:http/outgoing-handler; port 0 takes any free one
    #[arg(long, value_name = "tcp://ADDR")]
    wrpc: Listening,
    /// A host that requests may go to, at any port or at that one; *.HOST is every name that ends so (can be repeated);
    /// without it they may go to any. By the names in URLs, whatever addresses these have; other requests fail with
    /// HTTP-request-denied
    #[arg(long, value_name = "HOST[:PORT]")]
    allow: Vec<Allowed>,
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
        let mut server = start(listener, options.allow.clone(), log())?;
        let to: Vec<_> = options.allow.iter().map(ToString::to_string).collect();
        let to = if to.is_empty() { "any host".to_owned() } else { to.join(", ") };
        let from = Interface::Outgoing.name();
        println!("Sending requests to {to}, from {from} on tcp://{}", server.addr());
        Ok(until_interrupted(async { server.finish().await }).await)
    })
}

/// Sends the requests that come to a listener, to these hosts, or to any if there are none.
///
/// # Errors
///
/// When the listener has no address.
pub fn start(listener: TcpListener, allowed: Vec<Allowed>, log: Log) -> std::io::Result<Server> {
    let requests = log.clone();
    Server::start(listener, Interface::Outgoing, log, move |request| {
        let is_allowed =
            allowed.is_empty() || allowed.iter().any(|allowed| allowed.has(request.uri()));
        let log = requests.clone();
        async move {
            let label = format!("{} {}", request.method(), request.uri());
            let sent =
                if is_allowed { send(request).await } else { Err(HttpError::HttpRequestDenied) };
            sent.map_err(|error| {
                let why = if is_allowed { "" } else { "; --allow has not this host" };
                log.line(format!("{label}: {error}{why}"));
                code::from_wasi(error)
            })
        }
    })
}

async fn send(
    mut request: Request<Received>,
) -> Result<Response<impl Body<Data = Bytes, Error = HttpError> + Send + 'static>, HttpError> {
    let options = request.extensions_mut().remove::<RequestOptions>();
    let options = options.map(|options| doorway_host::RequestOptions {
        connect_timeout: options.connect_timeout,
        first_byte_timeout: options.first_byte_timeout,
        between_bytes_timeout: options.between_bytes_timeout,
    });
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let host = authority.and_then(|authority| HeaderValue::from_str(authority).ok());
    // A field of another host would reach that one, if both have one server.
    if let Some(host) = host {
        request.headers_mut().insert(HOST, host);
    }
    let request = request.map(|body| body.map_err(|error| code::to_wasi(error.code())));
    let (response, connection) = default_send_request(request, options).await?;
    let connection = tokio::spawn(async { drop(connection.await) });
    Ok(response.map(|body| Connected { body: Box::pin(body), connection }))
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
