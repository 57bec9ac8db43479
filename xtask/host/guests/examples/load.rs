//! A client with much to do: large bodies, many requests, and those that are given up. The query names
//! the upstream as `url`.

use doorway::body::Body;
use doorway::client::{Client, Error, RequestBuilder};
use doorway::time::{Duration, sleep};
use doorway::{IntoResponse, Request, Response, http_handler};
use doorway_guests::{number, parameter};
use futures_util::future::{Either, join_all, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{StreamExt, stream};

#[http_handler]
async fn app(request: Request) -> Result<Response, Error> {
    let url = parameter(&request, "url").unwrap_or_default().to_owned();
    let n = number(&request, "n");
    let bytes = number(&request, "bytes");
    let limit = Duration::from_millis(number(&request, "ms"));
    let client = Client::new();
    Ok(match request.uri().path() {
        // The response's body, chunk by chunk, and how long it was.
        "/download" => {
            let mut response = client.get(&url).send().await?;
            let mut length = 0;
            while let Some(chunk) = response.chunk().await? {
                length += chunk.len();
            }
            format!("{length} bytes\n").into_response()
        }
        // The response as it is.
        "/pass" => client.get(&url).send().await?.into_response(),
        // The request's body and the response's, both as they are.
        "/pass-both" => client.post(&url).body(request.into_body()).send().await?.into_response(),
        // So many bytes, made on the way.
        "/upload" => client.post(&url).body(generated(bytes)).send().await?.into_response(),
        // All of a body that is too long for that.
        "/bytes" => told(client.get(&url).body_limit(bytes as usize)).await,
        // `n` requests at a time, and how many bytes they brought.
        "/all" => {
            let requests = (0..n).map(|_| async { client.get(&url).send().await?.bytes().await });
            let bodies = join_all(requests).await.into_iter().collect::<Result<Vec<_>, _>>()?;
            format!("{}\n", bodies.iter().map(|body| body.len()).sum::<usize>()).into_response()
        }
        // The first of `n`; the others are dropped. The second request tells when that is done.
        "/first" => {
            let mut requests: FuturesUnordered<_> =
                (0..n).map(|nth| client.get(format!("{url}{nth}")).send()).collect();
            let first = requests.next().await;
            drop(requests);
            let first = match first {
                Some(first) => first?.text().await?,
                None => String::new(),
            };
            let then = client.get(format!("{url}then")).send().await?.text().await?;
            format!("{first}, {then}\n").into_response()
        }
        // Given up after a while.
        "/give-up" => {
            let asked = Box::pin(client.get(&url).send());
            let given_up = matches!(select(asked, sleep(limit)).await, Either::Right(_));
            let then = client.get(format!("{url}then")).send().await?.text().await?;
            format!("given up: {given_up}, {then}\n").into_response()
        }
        // The body of the response is dropped in its middle.
        "/drop-body" => {
            let mut response = client.get(&url).send().await?;
            let first = response.chunk().await?.unwrap_or_default();
            drop(response);
            let then = client.get(format!("{url}then")).send().await?.text().await?;
            format!("{} bytes, {then}\n", first.len()).into_response()
        }
        // All of it within a time.
        "/deadline" => told(client.get(&url).timeout(limit)).await,
        // Connected within a time.
        "/connect-timeout" => {
            let client = Client::builder().connect_timeout(limit).build()?;
            told(client.get(&url)).await
        }
        // As `/deadline`, chunk by chunk.
        "/download-deadline" => {
            let mut response = client.get(&url).timeout(limit).send().await?;
            loop {
                match response.chunk().await {
                    Ok(Some(_)) => {}
                    Ok(None) => break "all of it\n".into_response(),
                    Err(error) => break failed(&error),
                }
            }
        }
        // The same, of a response that is passed on.
        "/pass-deadline" => client.get(&url).timeout(limit).send().await?.into_response(),
        // The same, of an upload that nobody takes.
        "/upload-deadline" => told(client.post(&url).timeout(limit).body(generated(bytes))).await,
        _ => "no such thing to do\n".into_response(),
    })
}

/// How long the body is, or what went wrong with the request or its response.
async fn told(request: RequestBuilder) -> Response {
    let read = async { request.send().await?.bytes().await };
    match read.await {
        Ok(bytes) => format!("{} bytes\n", bytes.len()).into_response(),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Response {
    let kinds = [
        ("connect", error.is_connect()),
        ("request", error.is_request()),
        ("body", error.is_body()),
        ("timeout", error.is_timeout()),
    ];
    let kinds: Vec<_> = kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind).collect();
    format!("{}: {error}\n", kinds.join(" ")).into_response()
}

/// That many bytes, made while they are sent.
fn generated(bytes: u64) -> Body {
    static CHUNK: [u8; 64 * 1024] = [b'u'; 64 * 1024];
    let mut left = bytes as usize;
    let chunks = std::iter::from_fn(move || {
        let now = left.min(CHUNK.len());
        left -= now;
        (now > 0).then(|| Ok::<_, doorway::Error>(&CHUNK[..now]))
    });
    Body::from_stream(stream::iter(chunks))
}
