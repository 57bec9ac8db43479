//! Another implementation of HTTP over wRPC, written on wrpc-interface-http alone.
//!
//! `wrpc-peer serve` answers each request with its own body, and tells what it saw in fields of the response; `wrpc-peer
//! call ADDR METHOD TARGET` sends stdin as a body, and writes the response's body to stdout, the rest to stderr.

use std::convert::Infallible;
use std::future::ready;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::StreamExt;
use http::{HeaderMap, Request, Response};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, StreamBody};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wrpc_interface_http::bindings::exports::wrpc::http::incoming_handler;
use wrpc_interface_http::bindings::wasi::http::types::ErrorCode;
use wrpc_interface_http::{HttpBody, InvokeIncomingHandler, ServeHttp, ServeIncomingHandlerHttp};
use wrpc_transport::Server;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve().await,
        ["call", addr, method, target] => call(addr, method, target).await,
        _ => bail!("usage: wrpc-peer serve | wrpc-peer call ADDR METHOD TARGET"),
    }
}

#[derive(Clone)]
struct Echo;

#[allow(refining_impl_trait)]
impl<C: Send> ServeIncomingHandlerHttp<C> for Echo {
    async fn handle(
        &self,
        _: C,
        request: Request<HttpBody>,
    ) -> Result<Result<Response<UnsyncBoxBody<Bytes, Infallible>>, ErrorCode>> {
        if request.uri().path() == "/denied" {
            return Ok(Err(ErrorCode::HttpRequestDenied));
        }
        let response = Response::builder()
            .status(201)
            .header("x-seen", format!("{} {}", request.method(), request.uri()))
            .header("connection", "x-hop")
            .header("x-hop", "1");
        // A broken body has no end: the error is that of the connection. Behind trailers this body is not to be polled.
        let frames = futures::stream::unfold(Some(request.into_body()), async |body| {
            let mut body = body?;
            match body.frame().await? {
                Ok(frame) if frame.is_data() => Some((Ok(frame), Some(body))),
                Ok(frame) => Some((Ok(frame), None)),
                Err(_) => std::future::pending().await,
            }
        });
        Ok(Ok(response.body(BodyExt::boxed_unsync(StreamBody::new(frames)))?))
    }
}

async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("tcp://{}", listener.local_addr()?);
    let server = Server::default();
    let [(_, _, invocations)] = incoming_handler::serve_interface(&server, ServeHttp(Echo)).await?;
    let answering = invocations.for_each_concurrent(None, async |invocation| {
        let answered = async { invocation?.await };
        if let Err(error) = answered.await {
            eprintln!("{error:#}");
        }
    });
    let accepting = async {
        loop {
            if let Err(error) = server.accept(&listener).await {
                eprintln!("{error}");
            }
        }
    };
    tokio::join!(answering, accepting);
    Ok(())
}

async fn call(addr: &str, method: &str, target: &str) -> Result<()> {
    let mut body = Vec::new();
    tokio::io::stdin().read_to_end(&mut body).await?;
    let uri = format!("http://peer.local{target}");
    let parts: Vec<_> = body.chunks(100_000).map(Bytes::copy_from_slice).collect();
    let frames = parts.into_iter().map(|part| Ok::<_, Infallible>(Frame::data(part)));
    let body = StreamBody::new(futures::stream::iter(frames));
    let request = Request::builder().method(method).uri(uri).body(body)?;
    let client = wrpc_transport::tcp::Client::from(addr.to_owned());
    let (response, errors, io) = client.invoke_handle_http((), request).await?;
    let response = match response {
        Ok(response) => response,
        Err(code) => bail!("{code:?}"),
    };
    let errors = errors.for_each(|error| ready(eprintln!("{error:?}")));
    let io = async {
        match io {
            Some(io) => io.await,
            None => Ok(()),
        }
    };
    let (head, mut body) = response.into_parts();
    eprintln!("status {}", head.status.as_u16());
    show(&head.headers);
    let reading = async {
        // Each handle has a buffer and a thread of its own.
        let mut stdout = tokio::io::stdout();
        while let Some(frame) = body.frame().await.transpose()? {
            match frame.into_data() {
                Ok(data) => stdout.write_all(&data).await?,
                Err(frame) => {
                    eprintln!("trailers");
                    show(&frame.into_trailers().unwrap_or_default());
                    // Behind them this body is not to be polled.
                    break;
                }
            }
        }
        anyhow::Ok(stdout.flush().await?)
    };
    let ((), io, read) = tokio::join!(errors, io, reading);
    io.context("the invocation")?;
    read
}

fn show(headers: &HeaderMap) {
    for (name, value) in headers {
        eprintln!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
}
