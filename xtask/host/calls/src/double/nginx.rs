//! A double of nginx, as the tests configure it.

use std::io::Write;

use doorway::extract::Query;
use doorway::routing::{any, get};
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, IntoResponse, Request, Response, Router, task};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use http::header::{CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, LAST_MODIFIED, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::Deserialize;

const TAG: HeaderValue = HeaderValue::from_static("\"65a0-fa00\"");
const DATE: HeaderValue = HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT");

/// Answers as nginx does.
pub fn nginx() -> Router {
    Router::new()
        .route("/planets.txt", any(file))
        .route("/gzip/planets.txt", get(compressed))
        .route("/chunked.html", get(put_together))
        .route("/trailers.html", get(with_trailers))
        .route("/small", any(small))
        .route("/redirect/absolute", any(absolute))
        .route("/redirect/relative", any(async || moved("/planets.txt")))
        .route("/redirect/other", any(other))
        .route("/folder", get(async || moved("/folder/")))
        .route("/folder/", get(async || "a folder\n"))
        .route("/slow/planets.txt", get(slow))
        .route("/closed", get(async || StatusCode::BAD_GATEWAY))
        .route("/large-fields", get(large))
}

fn planets() -> String {
    (0..4000).map(|nth| format!("planet {nth:08}\n")).collect()
}

async fn file(request: Request) -> Response {
    let headers = request.headers();
    let is_known = headers.get("if-none-match") == Some(&TAG)
        || headers.get("if-modified-since") == Some(&DATE);
    let range = headers.get("range").and_then(|range| range.to_str().ok()).map(str::to_owned);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if let Some(range) = range {
        part(&range).into_response()
    } else {
        planets().into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    headers.insert(ETAG, TAG);
    headers.insert(LAST_MODIFIED, DATE);
    response
}

fn part(range: &str) -> (StatusCode, HeaderMap, String) {
    let planets = planets();
    let (first, last) = range.trim_start_matches("bytes=").split_once('-').unwrap();
    let (first, last) = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => (first, last + 1),
        (Err(_), Ok(length)) => (planets.len() - length, planets.len()),
        (first, _) => (first.unwrap_or_default(), planets.len()),
    };
    let mut headers = HeaderMap::new();
    let Some(part) = planets.get(first..last).filter(|part| !part.is_empty()) else {
        headers.insert(CONTENT_RANGE, HeaderValue::from_static("bytes */64000"));
        return (StatusCode::RANGE_NOT_SATISFIABLE, headers, String::new());
    };
    let told = format!("bytes {first}-{}/{}", last - 1, planets.len());
    headers.insert(CONTENT_RANGE, told.parse().unwrap());
    (StatusCode::PARTIAL_CONTENT, headers, part.to_owned())
}

fn chunked(content: impl Into<Vec<u8>>) -> Body {
    Body::from_stream(stream::iter([Ok::<_, Error>(content.into())]))
}

async fn compressed(request: Request) -> Response {
    let accepts = request.headers().get("accept-encoding");
    if !accepts.is_some_and(|value| value.as_bytes().windows(4).any(|part| part == b"gzip")) {
        return planets().into_response();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(planets().as_bytes()).unwrap();
    ([(CONTENT_ENCODING, "gzip")], chunked(encoder.finish().unwrap())).into_response()
}

async fn put_together(method: Method) -> Body {
    chunked(format!("put together for {method}\n"))
}

async fn with_trailers(method: Method) -> Body {
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", HeaderValue::from_static("42"));
    trailers.insert("x-path", HeaderValue::from_static("/trailers.html"));
    put_together(method).await.with_trailers(trailers)
}

/// Refuses what is over 64 KiB, while it comes.
async fn small(request: Request) -> Response {
    match request.into_body().collect_up_to(64 * 1024).await {
        Ok(_) => "taken".into_response(),
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

fn moved(location: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, location)]).into_response()
}

async fn absolute(request: Request) -> Response {
    moved(&format!("http://{}/planets.txt", request.uri().authority().unwrap()))
}

#[derive(Deserialize)]
struct To {
    to: String,
}

async fn other(Query(To { to }): Query<To>) -> Response {
    moved(&format!("http://{to}/planets.txt"))
}

async fn slow() -> Response {
    let (mut sender, body) = Body::channel();
    task::spawn(async move {
        let planets = planets();
        let (first, rest) = planets.split_at(40 * 1024);
        sender.send(first.to_owned()).await?;
        sleep(Duration::from_millis(500)).await;
        sender.send(rest.to_owned()).await?;
        sender.finish();
        Ok::<_, Error>(())
    });
    body.into_response()
}

async fn large(request: Request) -> Response {
    let is_over = |value: &HeaderValue| value.len() > 8 * 1024;
    if request.headers().values().any(is_over) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut response = "ok".into_response();
    for nth in 0..16 {
        let name: http::HeaderName = format!("x-large-{nth}").parse().unwrap();
        response.headers_mut().insert(name, "v".repeat(4000).parse().unwrap());
    }
    response
}
