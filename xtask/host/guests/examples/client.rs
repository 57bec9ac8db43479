//! Requests to an upstream, which the query names as `url`.

use doorway::body::Collected;
use doorway::client::{self, RequestOptions};
use doorway::http::{HeaderMap, HeaderValue, Method};
use doorway::time::{Duration, sleep, timeout};
use doorway::{Body, Error, IntoResponse, Request, Response, http_handler, task};
use doorway_guests::{number, parameter};
use futures_util::future::{join_all, select};
use futures_util::{FutureExt, StreamExt, pin_mut, stream};

#[http_handler]
async fn app(request: Request) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    let url = parameter(&request, "url").unwrap_or_default().to_owned();
    let limit = Duration::from_millis(number(&request, "ms"));
    Ok(match path.as_str() {
        // Method, headers and body go on as they are, the response comes back as it is.
        "/forward" => client::send(outgoing(request, &url)?).await?,
        // As that, and the log tells when.
        "/forward-aloud" => {
            eprintln!("forwarding");
            client::send(outgoing(request, &url)?).await?
        }
        // The body is asked for, nothing has come yet, and it is passed on all the same.
        "/peek-then-forward" => {
            let mut request = outgoing(request, &url)?;
            let peeked = request.body_mut().frame().now_or_never();
            eprintln!("peeked, and there was something: {}", peeked.is_some());
            sleep(Duration::from_millis(50)).await;
            client::send(request).await?
        }
        // As that, but everything is read into the component.
        "/copy" => {
            let (parts, body) = outgoing(request, &url)?.into_parts();
            let request = Request::from_parts(parts, copied(body).await?);
            let (parts, body) = client::send(request).await?.into_parts();
            Response::from_parts(parts, copied(body).await?)
        }
        // The error that the handler gets.
        "/error" => told(client::send(outgoing(request, &url)?).await.map(status)),
        // The error of the response's body.
        "/body-error" => {
            let response = client::send(outgoing(request, &url)?).await?;
            told(response.into_body().collect_up_to(64 << 20).await.map(length))
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
            length(response.into_body().collect_up_to(64 << 20).await?).into_response()
        }
        // Our own time limit, which cancels the request.
        "/timeout" => timeout(limit, client::send(outgoing(request, &url)?)).await??,
        // The same for the body of the response.
        "/body-timeout" => {
            let response = client::send(outgoing(request, &url)?).await?;
            length(timeout(limit, response.into_body().collect_up_to(64 << 20)).await??)
                .into_response()
        }
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
                Ok::<_, Error>(response.into_body().collect_up_to(64 << 20).await?.bytes().len())
            });
            let lengths = join_all(requests).await.into_iter().collect::<Result<Vec<_>, _>>()?;
            format!("{}\n", lengths.iter().sum::<usize>()).into_response()
        }
        // An upload of `bytes` bytes, made on the way; the response is passed on meanwhile.
        "/upload" => client::send(post(&url, generated(number(&request, "bytes")))?).await?,
        // An upload with a time limit for all of it.
        "/upload-timeout" => {
            let request = post(&url, generated(number(&request, "bytes")))?;
            timeout(limit, client::send(request)).await??
        }
        // An upload whose body fails half-way.
        "/failing-upload" => {
            let chunks = [Ok("first"), Err(Error::other("the upload's stream broke"))];
            client::send(post(&url, Body::from_stream(stream::iter(chunks)))?).await?
        }
        // An upload of `bytes` bytes that says it has `declared`.
        "/wrong-length" | "/wrong-length-streamed" => {
            let bytes = number(&request, "bytes");
            let body = match path.as_str() {
                "/wrong-length" => Body::from(vec![b'u'; bytes as usize]),
                _ => generated(bytes),
            };
            let declared = number(&request, "declared");
            let mut request = post(&url, body)?;
            request.headers_mut().insert("content-length", declared.into());
            told(client::send(request).await.map(status))
        }
        // Trailers that are more than a host takes, each half of which it would take.
        "/large-trailers" => {
            let body = Body::from("content").with_trailers(large("x-a")?);
            client::send(post(&url, body.with_trailers(large("x-b")?))?).await?
        }
        // The unchanged request, with one more `cookie` field.
        "/another-cookie" => {
            let mut request = outgoing(request, &url)?;
            request.headers_mut().append("cookie", HeaderValue::from_static("c=3"));
            client::send(request).await?
        }
        // A field that only this component adds.
        "/add-user" => {
            let mut request = outgoing(request, &url)?;
            request.headers_mut().insert("x-user", HeaderValue::from_static("found out here"));
            client::send(request).await?
        }
        // Header fields that are the host's alone, and one that is not.
        "/forbidden" => {
            let mut request = get(&url)?;
            for (name, value) in FORBIDDEN {
                request.headers_mut().insert(name, HeaderValue::from_static(value));
            }
            request.headers_mut().insert("x-kept", HeaderValue::from_static("kept"));
            client::send(request).await?
        }
        // A ping-pong: each line of the response is sent back as the next line of the request.
        "/duplex" => {
            let (mut sender, body) = Body::channel();
            sender.send("0\n").await?;
            let mut lines = client::send(post(&url, body)?).await?.into_body().into_data_stream();
            let mut heard = String::new();
            for round in 1..=3 {
                let line = lines.next().await.transpose()?.unwrap_or_default();
                heard.push_str(&String::from_utf8_lossy(&line));
                sender.send(format!("{round}\n")).await?;
            }
            sender.finish();
            heard.into_response()
        }
        // The response is read to its end, or dropped, and then the rest is uploaded, or not.
        "/read-then-upload" | "/drop-then-upload" | "/read-then-fail" => {
            let (mut sender, body) = Body::channel();
            sender.send("first").await?;
            let response = client::send(post(&url, body)?).await?;
            let told = match path.as_str() {
                "/drop-then-upload" => status(response),
                _ => length(response.into_body().collect_up_to(64 << 20).await?),
            };
            if path == "/read-then-fail" {
                sender.abort(Error::other("the rest of the upload is lost"));
            } else {
                sender.send("rest").await?;
                sender.finish();
            }
            told.into_response()
        }
        // The response is dropped unread while the upload goes on.
        "/drop-response" => {
            let request = post(&url, generated(number(&request, "bytes")))?;
            status(client::send(request).await?).into_response()
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

const FORBIDDEN: [(&str, &str); 7] = [
    ("connection", "x-kept"),
    ("host", "elsewhere.example"),
    ("keep-alive", "timeout=5"),
    ("proxy-connection", "keep-alive"),
    ("transfer-encoding", "chunked"),
    ("upgrade", "websocket"),
    ("http2-settings", "AAMAAABk"),
];

fn get(url: &str) -> Result<Request, Error> {
    Ok(Request::builder().uri(url).body(Body::empty()).map_err(Error::other)?.into())
}

fn post(url: &str, body: Body) -> Result<Request, Error> {
    let mut request = get(url)?;
    *request.method_mut() = Method::POST;
    *request.body_mut() = body;
    Ok(request)
}

/// 70 fields of 1,000 bytes.
fn large(name: &'static str) -> Result<HeaderMap, Error> {
    let value = HeaderValue::try_from("x".repeat(1000)).map_err(Error::other)?;
    Ok((0..70).fold(HeaderMap::new(), |mut trailers, _| {
        trailers.append(name, value.clone());
        trailers
    }))
}

/// The unchanged request, to another URL.
fn outgoing(mut request: Request, url: &str) -> Result<Request, Error> {
    *request.uri_mut() = url.parse().map_err(Error::other)?;
    request.headers_mut().insert("x-forwarded", HeaderValue::from_static("yes"));
    Ok(request)
}

/// That many bytes, made while they are sent.
fn generated(bytes: u64) -> Body {
    let mut left = bytes as usize;
    let chunks = std::iter::from_fn(move || {
        let now = left.min(16 * 1024);
        left -= now;
        (now > 0).then(|| Ok::<_, Error>(vec![b'u'; now]))
    });
    Body::from_stream(stream::iter(chunks))
}

/// The same body, once through the component's memory.
async fn copied(body: Body) -> Result<Body, Error> {
    let body = body.collect_up_to(64 << 20).await?;
    let trailers = body.trailers().cloned();
    let copy = Body::from(body.into_bytes());
    Ok(match trailers {
        Some(trailers) => copy.with_trailers(trailers),
        None => copy,
    })
}

fn status(response: Response) -> String {
    format!("status {}\n", response.status())
}

fn length(body: Collected) -> String {
    format!("{} bytes\n", body.bytes().len())
}

/// How it went, as the handler sees it.
fn told(result: Result<String, Error>) -> Response {
    match result {
        Ok(text) => text.into_response(),
        Err(error) => format!("{:?} {:?}: {error}\n", error.kind(), error.code()).into_response(),
    }
}
