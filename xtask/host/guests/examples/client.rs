//! Requests to an upstream, which the query names as `url`.

use doorway::client::{self, RequestOptions};
use doorway::http::{HeaderValue, Method};
use doorway::time::{Duration, timeout};
use doorway::{Body, Error, IntoResponse, Request, Response, http_handler, task};
use doorway_guests::{number, parameter};
use futures_util::future::{join_all, select};
use futures_util::{StreamExt, pin_mut, stream};

#[http_handler]
async fn app(request: Request) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    let url = parameter(&request, "url").unwrap_or_default().to_owned();
    let limit = Duration::from_millis(number(&request, "ms"));
    Ok(match path.as_str() {
        // Method, headers and body go on as they are, the response comes back as it is.
        "/forward" => client::send(outgoing(request, &url)?).await?,
        // As that, but everything is read into the component.
        "/copy" => {
            let request = outgoing(request, &url)?;
            let (parts, body) = request.into_parts();
            let body = body.collect(64 << 20).await?;
            let request = Request::from_parts(parts, body.into_bytes());
            let (parts, body) = client::send(request).await?.into_parts();
            let body = body.collect(64 << 20).await?;
            let trailers = body.trailers().cloned();
            let mut response = Response::from_parts(parts, Body::from(body.into_bytes()));
            if let Some(trailers) = trailers {
                response = response.map(|body| body.with_trailers(trailers));
                response.headers_mut().remove("content-length");
            }
            response
        }
        // What went wrong, as the handler sees it.
        "/error" => match client::send(outgoing(request, &url)?).await {
            Ok(response) => format!("status {}\n", response.status()).into_response(),
            Err(error) => {
                format!("{:?} {:?}: {error}\n", error.kind(), error.code()).into_response()
            }
        },
        // What went wrong with the response's body.
        "/body-error" => {
            let response = client::send(outgoing(request, &url)?).await?;
            match response.into_body().collect(64 << 20).await {
                Ok(body) => format!("{} bytes\n", body.bytes().len()).into_response(),
                Err(error) => {
                    format!("{:?} {:?}: {error}\n", error.kind(), error.code()).into_response()
                }
            }
        }
        // The host's time limits.
        "/first-byte" | "/between-bytes" | "/connect" => {
            let options = RequestOptions::new();
            let options = match path.as_str() {
                "/first-byte" => options.first_byte_timeout(limit),
                "/between-bytes" => options.between_bytes_timeout(limit),
                _ => options.connect_timeout(limit),
            };
            let response = client::send_with(outgoing(request, &url)?, &options).await?;
            let body = response.into_body().collect(64 << 20).await?;
            format!("{} bytes\n", body.bytes().len()).into_response()
        }
        // Our own time limit, which cancels the request.
        "/timeout" => timeout(limit, client::send(outgoing(request, &url)?)).await??,
        // Two requests; the slower one is dropped.
        "/fastest" => {
            let other = parameter(&request, "other").unwrap_or_default().to_owned();
            let first = client::send(get(&url)?);
            let second = client::send(get(&other)?);
            pin_mut!(first, second);
            select(first, second).await.factor_first().0?
        }
        // `n` requests at once, and the bytes they brought.
        "/fanout" => {
            let requests = (0..number(&request, "n")).map(|_| async {
                let response = client::send(get(&url)?).await?;
                Ok::<_, Error>(response.into_body().collect(64 << 20).await?.bytes().len())
            });
            let lengths = join_all(requests).await.into_iter().collect::<Result<Vec<_>, _>>()?;
            format!("{}\n", lengths.iter().sum::<usize>()).into_response()
        }
        // An upload of `bytes` bytes, made on the way; the response is passed on meanwhile.
        "/upload" => {
            let mut left = number(&request, "bytes") as usize;
            let chunks = std::iter::from_fn(move || {
                let now = left.min(16 * 1024);
                left -= now;
                (now > 0).then(|| Ok::<_, Error>(vec![b'u'; now]))
            });
            let mut request = get(&url)?;
            *request.method_mut() = Method::POST;
            *request.body_mut() = Body::from_stream(stream::iter(chunks));
            client::send(request).await?
        }
        // An upload whose body fails half-way.
        "/failing-upload" => {
            let chunks = [Ok("first"), Err(Error::other("the upload's stream broke"))];
            let mut request = get(&url)?;
            *request.method_mut() = Method::POST;
            *request.body_mut() = Body::from_stream(stream::iter(chunks));
            client::send(request).await?
        }
        // A ping-pong: each line of the response is sent back as the next line of the request.
        "/duplex" => {
            let (mut sender, body) = Body::channel();
            let mut request = get(&url)?;
            *request.method_mut() = Method::POST;
            *request.body_mut() = body;
            sender.send("0\n").await?;
            let mut lines = client::send(request).await?.into_body().into_data_stream();
            let mut heard = String::new();
            for round in 1..=3 {
                let line = lines.next().await.transpose()?.unwrap_or_default();
                heard.push_str(&String::from_utf8_lossy(&line));
                sender.send(format!("{round}\n")).await?;
            }
            sender.finish();
            heard.into_response()
        }
        // The response is dropped unread while the upload goes on.
        "/drop-response" => {
            let bytes = number(&request, "bytes") as usize;
            let mut request = get(&url)?;
            *request.method_mut() = Method::POST;
            let chunks = vec![vec![b'u'; 16 * 1024]; bytes / (16 * 1024)];
            *request.body_mut() =
                Body::from_stream(stream::iter(chunks.into_iter().map(Ok::<_, Error>)));
            let status = client::send(request).await?.status();
            format!("status {status}\n").into_response()
        }
        // Asks the upstream after the response was sent.
        "/afterwards" => {
            task::spawn(async move {
                match get(&url).map(client::send) {
                    Ok(sent) => eprintln!("afterwards: {:?}", sent.await.map(|r| r.status())),
                    Err(error) => eprintln!("afterwards: {error}"),
                }
            });
            "answered\n".into_response()
        }
        _ => "no such thing to do\n".into_response(),
    })
}

fn get(url: &str) -> Result<Request, Error> {
    Ok(Request::builder().uri(url).body(Body::empty()).map_err(Error::other)?.into())
}

/// The request as it came, to another place.
fn outgoing(mut request: Request, url: &str) -> Result<Request, Error> {
    *request.uri_mut() = url.parse().map_err(Error::other)?;
    request.headers_mut().insert("x-forwarded", HeaderValue::from_static("yes"));
    Ok(request)
}
