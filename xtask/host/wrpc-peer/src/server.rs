//! A server of both interfaces, which answers with what it got.

use std::convert::Infallible;
use std::future::Future;

use anyhow::Result;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, StreamBody};
use tokio::net::TcpListener;
use wrpc_interface_http::bindings::exports::wrpc::http::{incoming_handler, outgoing_handler};
use wrpc_interface_http::bindings::wasi::http::types::ErrorCode;
use wrpc_interface_http::bindings::wrpc::http::types::RequestOptions;
use wrpc_interface_http::{
    HttpBody, ServeHttp, ServeIncomingHandlerHttp, ServeOutgoingHandlerHttp,
};
use wrpc_transport::Server;

type Answer = Result<Result<Response<UnsyncBoxBody<Bytes, Infallible>>, ErrorCode>>;

#[derive(Clone)]
struct Echo;

#[allow(refining_impl_trait)]
impl<C: Send> ServeIncomingHandlerHttp<C> for Echo {
    async fn handle(&self, _: C, request: Request<HttpBody>) -> Answer {
        answer(request, None)
    }
}

#[allow(refining_impl_trait)]
impl<C: Send> ServeOutgoingHandlerHttp<C> for Echo {
    async fn handle(
        &self,
        _: C,
        request: Request<HttpBody>,
        options: Option<RequestOptions>,
    ) -> Answer {
        answer(request, options)
    }
}

fn answer(request: Request<HttpBody>, options: Option<RequestOptions>) -> Answer {
    let is_limited = options.is_some_and(|options| options.connect_timeout.is_some());
    match request.uri().path() {
        "/denied" => return Ok(Err(ErrorCode::HttpRequestDenied)),
        "/late" if is_limited => return Ok(Err(ErrorCode::ConnectionTimeout)),
        _ => {}
    }
    let mut response = Response::builder()
        .status(201)
        .header("x-seen", format!("{} {}", request.method(), request.uri()))
        .header("connection", "x-hop")
        .header("x-hop", "1");
    // Without their names HTTP/1.1 leaves trailers out.
    for names in request.headers().get_all("trailer") {
        response = response.header("trailer", names);
    }
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

pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("tcp://{}", listener.local_addr()?);
    let server = Server::default();
    let [(_, _, incoming)] = incoming_handler::serve_interface(&server, ServeHttp(Echo)).await?;
    let [(_, _, outgoing)] = outgoing_handler::serve_interface(&server, ServeHttp(Echo)).await?;
    let accepting = async {
        loop {
            if let Err(error) = server.accept(&listener).await {
                eprintln!("{error}");
            }
        }
    };
    tokio::join!(all(incoming), all(outgoing), accepting);
    Ok(())
}

/// Does each invocation beside the others.
async fn all<I: Future<Output = Result<()>>>(invocations: impl Stream<Item = Result<I>>) {
    let each = async |invocation: Result<I>| {
        let answered = async { invocation?.await };
        if let Err(error) = answered.await {
            eprintln!("{error:#}");
        }
    };
    invocations.for_each_concurrent(None, each).await;
}
