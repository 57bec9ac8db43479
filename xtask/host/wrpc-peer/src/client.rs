//! Clients of both interfaces, which tell what they get.

use std::convert::Infallible;
use std::future::{Future, ready};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::{HeaderMap, HeaderName, Request, Response};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, StreamBody};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wrpc_interface_http::bindings::wrpc::http::outgoing_handler;
use wrpc_interface_http::bindings::wrpc::http::types::{ErrorCode, RequestOptions};
use wrpc_interface_http::{HttpBody, HttpBodyError, InvokeIncomingHandler, try_http_to_request};
use wrpc_transport::tcp::Client;

/// In nanoseconds.
const SECOND: u64 = 1_000_000_000;

/// Calls `incoming-handler`.
pub async fn call(addr: &str, method: &str, url: &str, trailers: &[&str]) -> Result<()> {
    let request = request(method, url, trailers).await?;
    let client = Client::from(addr.to_owned());
    let (response, errors, io) = client.invoke_handle_http((), request).await?;
    tell(response, errors, io).await
}

/// Calls `outgoing-handler`, for which the crate has types and no function of http's.
pub async fn send(addr: &str, method: &str, url: &str, trailers: &[&str]) -> Result<()> {
    let (request, errors) = try_http_to_request(request(method, url, trailers).await?)?;
    let options = RequestOptions {
        connect_timeout: Some(5 * SECOND),
        first_byte_timeout: Some(20 * SECOND),
        between_bytes_timeout: None,
    };
    let client = Client::from(addr.to_owned());
    let (response, io) = outgoing_handler::handle(&client, (), request, Some(options)).await?;
    let response = response.map(TryInto::try_into);
    tell(response.map_or_else(|code| Ok(Err(code)), |response| response.map(Ok))?, errors, io).await
}

/// A request with stdin as its body.
async fn request(
    method: &str,
    url: &str,
    trailers: &[&str],
) -> Result<Request<impl Body<Data = Bytes, Error = Infallible> + Send + 'static>> {
    let mut body = Vec::new();
    tokio::io::stdin().read_to_end(&mut body).await?;
    let parts: Vec<_> = body.chunks(100_000).map(Bytes::copy_from_slice).collect();
    let mut request = Request::builder().method(method).uri(url);
    let mut fields = HeaderMap::new();
    for trailer in trailers {
        let (name, value) = trailer.split_once('=').context("a trailer is NAME=VALUE")?;
        request = request.header("trailer", name);
        fields.append(name.parse::<HeaderName>()?, value.parse()?);
    }
    let last = (!fields.is_empty()).then(|| Frame::trailers(fields));
    let frames = parts.into_iter().map(Frame::data).chain(last).map(Ok);
    Ok(request.body(StreamBody::new(futures::stream::iter(frames)))?)
}

/// Writes the head and the trailers to stderr, the body to stdout.
async fn tell(
    response: Result<Response<HttpBody>, ErrorCode>,
    errors: impl Stream<Item = HttpBodyError<Infallible>>,
    io: Option<impl Future<Output = Result<()>>>,
) -> Result<()> {
    let response = match response {
        Ok(response) => response,
        Err(code) => bail!("{code:?}"),
    };
    let errors = async { Ok(errors.for_each(|error| ready(eprintln!("{error:?}"))).await) };
    // A broken stream looks like an end to this body, and then its trailers never come: this fails.
    let io = async {
        match io {
            Some(io) => io.await.context("the invocation"),
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
    tokio::try_join!(errors, io, reading)?;
    Ok(())
}

fn show(headers: &HeaderMap) {
    for (name, value) in headers {
        eprintln!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
}
