//! Bodies of every kind, in both directions.

use doorway::http::header::{CONTENT_LENGTH, TRAILER};
use doorway::http::{HeaderMap, HeaderName, HeaderValue};
use doorway::time::{Duration, sleep, timeout};
use doorway::{Body, Error, IntoResponse, Request, Response, http_handler, task};
use doorway_guests::number;
use futures_util::{StreamExt, stream};

#[http_handler]
async fn bodies(request: Request) -> Result<Response, Error> {
    let path = request.uri().path().to_owned();
    let bytes = number(&request, "bytes") as usize;
    // While a task is alive no write may block.
    let beside = number(&request, "beside");
    if beside > 0 {
        task::spawn(async move {
            sleep(Duration::from_millis(beside)).await;
            eprintln!("the task beside has finished");
        });
    }
    // In HTTP/1.1 only trailers that were announced are sent. The SDK announces those it knows.
    let announced = match path.as_str() {
        "/trailers/full" | "/trailers/stream" | "/trailers/empty" | "/trailers/many" => None,
        path if path.starts_with("/trailers/") => {
            Some(HeaderValue::from_static("x-checksum, x-twice, x-sum"))
        }
        _ => request.headers().get(TRAILER).cloned(),
    };
    let mut response = answer(request, &path, bytes).await?;
    response.headers_mut().extend(announced.map(|names| (TRAILER, names)));
    Ok(response)
}

async fn answer(request: Request, path: &str, bytes: usize) -> Result<Response, Error> {
    Ok(match path {
        // Passed on by the host.
        "/splice" => Response::new(request.into_body()),
        // Passed on by the host, with the length that the request declared.
        "/splice-with-length" => {
            let length = request.headers().get(CONTENT_LENGTH).cloned();
            let mut response = Response::new(request.into_body());
            if let Some(length) = length {
                response.headers_mut().insert(CONTENT_LENGTH, length);
            }
            response
        }
        // Passed on by the host, after the request was taken apart.
        "/splice-parts" => {
            let (mut parts, body) = request.into_parts();
            parts.headers.remove("x-unread");
            Response::new(Request::from_parts(parts, body).into_body())
        }
        "/splice-http" => {
            let request = doorway::http::Request::<Body>::from(request);
            Response::new(request.into_body())
        }
        // Passed on by the host, with the length that the query declares.
        "/splice-declared" => {
            let mut response = Response::new(request.into_body());
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(bytes));
            response
        }
        // Read chunk by chunk, and written so.
        "/copy" => {
            let stream = request.into_body().into_data_stream();
            Body::from_stream(stream.map(|chunk| chunk.inspect(|data| assert!(!data.is_empty()))))
                .into_response()
        }
        // The first chunk is read, the rest passed on by the host.
        "/read-one-then-splice" => {
            let mut body = request.into_body();
            let first = body.frame().await.transpose()?.and_then(|frame| frame.into_data().ok());
            let read = first.map_or(0, |data| data.len());
            let mut response = Response::new(body);
            response.headers_mut().insert("x-read", HeaderValue::from(read));
            response
        }
        // Read whole, and written whole; trailers too.
        "/collect" => {
            let body = request.into_body().collect_up_to(64 << 20).await?;
            let trailers = body.trailers().cloned();
            let body = Body::from(body.into_bytes());
            Response::new(match trailers {
                Some(trailers) => body.with_trailers(trailers),
                None => body,
            })
        }
        // Read whole, but only if it comes soon.
        "/impatient" => {
            match timeout(Duration::from_millis(1), request.into_body().collect_up_to(1024)).await {
                Ok(body) => format!("{} bytes\n", body?.bytes().len()).into_response(),
                Err(elapsed) => format!("{elapsed}\n").into_response(),
            }
        }
        // The size that the body is said to have, and the one that it has.
        "/count" => {
            let hint = http_body_size(request.body());
            let body = request.into_body().collect_up_to(64 << 20).await?;
            format!("{hint:?} {}", body.bytes().len()).into_response()
        }
        // A body of so many bytes: all at once, in chunks, or through a channel.
        "/full" => Response::new(Body::from(pattern(bytes))),
        "/stream" => Response::new(chunks(bytes)),
        "/channel" => {
            let (mut sender, body) = Body::channel();
            task::spawn(async move {
                for chunk in pattern(bytes).chunks(5000) {
                    sender.send(chunk.to_vec()).await?;
                }
                sender.finish();
                Ok::<_, Error>(())
            });
            Response::new(body)
        }
        // Chunks of nothing, which are no end.
        "/empty-chunks" => {
            let chunks = ["", "a", "", "", "b", ""].map(Ok::<_, Error>);
            Response::new(Body::from_stream(stream::iter(chunks)))
        }
        // The request's trailers.
        "/read-trailers" => {
            let body = request.into_body().collect_up_to(1024).await?;
            let mut seen = format!("{} bytes\n", body.bytes().len());
            for (name, value) in body.trailers().into_iter().flatten() {
                seen += &format!("{name}: {}\n", value.as_bytes().escape_ascii());
            }
            seen.into_response()
        }
        // Trailers on a body that is all there, a stream, and a body that was passed on.
        "/trailers/full" => Response::new(Body::from("full").with_trailers(trailers())),
        "/trailers/stream" => Response::new(chunks(bytes).with_trailers(trailers())),
        "/trailers/empty" => Response::new(Body::empty().with_trailers(trailers())),
        "/trailers/splice" => Response::new(request.into_body().with_trailers(trailers())),
        // Besides a `content-length`, which in HTTP/1.1 excludes them.
        "/trailers/declared" => {
            let mut response = Response::new(Body::from("full").with_trailers(trailers()));
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(4));
            response
        }
        // One that a host forbids.
        "/trailers/forbidden" => {
            let mut trailers = trailers();
            trailers.insert("transfer-encoding", HeaderValue::from_static("x"));
            Response::new(Body::from("full").with_trailers(trailers))
        }
        // More than a host takes.
        "/trailers/large" => {
            let mut trailers = trailers();
            let value = HeaderValue::try_from("x".repeat(bytes)).map_err(Error::other)?;
            trailers.insert("x-large", value);
            Response::new(Body::from("full").with_trailers(trailers))
        }
        // More than a host takes, and each part of them is not: two maps on one body, one on a body
        // that brings some of its own, a channel's and one that is added.
        "/trailers/large-twice" => {
            let body = Body::from("full").with_trailers(large("x-a", 70)?);
            Response::new(body.with_trailers(large("x-b", 70)?))
        }
        "/trailers/large-added" => {
            Response::new(request.into_body().with_trailers(large("x-b", 110)?))
        }
        "/trailers/large-finish" => {
            let (mut sender, body) = Body::channel();
            let trailers = large("x-a", 70)?;
            task::spawn(async move {
                sender.send("full").await?;
                sender.finish_with_trailers(trailers);
                Ok::<_, Error>(())
            });
            Response::new(body.with_trailers(large("x-b", 70)?))
        }
        // So many that to announce them is too much beside the other fields.
        "/trailers/many" => {
            let names = (0..800).filter_map(|at| format!("x-{at}").parse().ok());
            let many: HeaderMap =
                names.map(|name: HeaderName| (name, HeaderValue::from_static("1"))).collect();
            let mut response = Response::new(Body::from("full").with_trailers(many));
            let value = HeaderValue::try_from("x".repeat(60_000)).map_err(Error::other)?;
            response.headers_mut().insert("x-large", value);
            response
        }
        "/trailers/channel" => {
            let (mut sender, body) = Body::channel();
            task::spawn(async move {
                sender.send("channel").await?;
                sender.finish_with_trailers(trailers());
                Ok::<_, Error>(())
            });
            Response::new(body)
        }
        // Answers before the body has arrived, then counts it.
        "/early" => {
            let (mut sender, body) = Body::channel();
            task::spawn(async move {
                sender.send("early\n").await?;
                let mut total = 0;
                let mut chunks = request.into_body().into_data_stream();
                while let Some(chunk) = chunks.next().await {
                    total += chunk?.len();
                }
                sender.send(format!("then {total} bytes\n")).await?;
                sender.finish();
                Ok::<_, Error>(())
            });
            Response::new(body)
        }
        _ => "no such body\n".into_response(),
    })
}

fn http_body_size(body: &Body) -> Option<u64> {
    doorway::body::HttpBody::size_hint(body).exact()
}

fn trailers() -> HeaderMap {
    let mut trailers = HeaderMap::new();
    trailers.insert("x-checksum", HeaderValue::from_static("c0ffee"));
    trailers.append("x-twice", HeaderValue::from_static("1"));
    trailers.append("x-twice", HeaderValue::from_static("2"));
    trailers
}

/// So many fields of 1,000 bytes.
fn large(name: &'static str, fields: usize) -> Result<HeaderMap, Error> {
    let value = HeaderValue::try_from("x".repeat(1000)).map_err(Error::other)?;
    Ok((0..fields).fold(HeaderMap::new(), |mut trailers, _| {
        trailers.append(name, value.clone());
        trailers
    }))
}

/// Bytes that tell where they stand.
fn pattern(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8).collect()
}

fn chunks(bytes: usize) -> Body {
    let chunks: Vec<_> =
        pattern(bytes).chunks(5000).map(|chunk| Ok::<_, Error>(chunk.to_vec())).collect();
    Body::from_stream(stream::iter(chunks))
}
