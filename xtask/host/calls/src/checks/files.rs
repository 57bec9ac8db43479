//! The answers of nginx: chunks, compression, ranges, validators, trailers, redirects, refusals.

use doorway::client::{Client, Response, redirect};
use doorway::time::Duration;
use doorway::{Body, Error};
use futures_util::stream;
use http::StatusCode;

use crate::Target;

/// Far less than a server takes that takes its time, and enough to connect.
const SHORT: Duration = Duration::from_millis(150);

/// Enough for anything.
const LONG: Duration = Duration::from_secs(30);

/// How long the file of planets is; each line has 16 bytes.
const PLANETS: usize = 64_000;

async fn get(at: &Target, path: &str) -> Response {
    Client::new().get(at.url(path)).send().await.unwrap()
}

fn field<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

/// So many chunks of 16 KiB, whose number nobody tells.
fn chunks(count: usize) -> Body {
    static CHUNK: [u8; 16 * 1024] = [b'u'; 16 * 1024];
    Body::from_stream(stream::iter((0..count).map(|_| Ok::<_, Error>(&CHUNK[..]))))
}

pub(crate) async fn a_file_comes_with_its_length(at: Target) {
    let response = get(&at, "/planets.txt").await;
    assert_eq!(response.content_length(), Some(PLANETS as u64));
    assert_eq!(field(&response, "content-type"), Some("text/plain"));
    let text = response.text().await.unwrap();
    assert_eq!(text.len(), PLANETS);
    assert!(text.starts_with("planet 00000000\n") && text.ends_with("planet 00003999\n"));
}

pub(crate) async fn what_is_made_on_the_way_has_no_length(at: Target) {
    let response = get(&at, "/chunked.html").await;
    assert_eq!((response.content_length(), field(&response, "content-length")), (None, None));
    assert_eq!(response.text().await.unwrap(), "put together for GET\n");
}

pub(crate) async fn gzip_is_decoded(at: Target) {
    let mut response = get(&at, "/gzip/planets.txt").await;
    assert_eq!((response.content_length(), field(&response, "content-encoding")), (None, None));
    let mut text = Vec::new();
    while let Some(chunk) = response.chunk().await.unwrap() {
        text.extend_from_slice(&chunk);
    }
    assert_eq!(text.len(), PLANETS);
    assert!(text.ends_with(b"planet 00003999\n"));

    // Not asked for, not done.
    let client = Client::builder().no_gzip().no_deflate().build().unwrap();
    let response = client.get(at.url("/gzip/planets.txt")).send().await.unwrap();
    assert_eq!(response.content_length(), Some(PLANETS as u64));
    assert_eq!(response.bytes().await.unwrap().len(), PLANETS);
}

pub(crate) async fn a_range_is_a_part(at: Target) {
    let ask = |range| Client::new().get(at.url("/planets.txt")).header("range", range).send();
    let response = ask("bytes=16-31").await.unwrap();
    assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(field(&response, "content-range"), Some("bytes 16-31/64000"));
    assert_eq!(response.content_length(), Some(16));
    assert_eq!(response.text().await.unwrap(), "planet 00000001\n");

    let response = ask("bytes=-16").await.unwrap();
    assert_eq!(response.text().await.unwrap(), "planet 00003999\n");

    let response = ask("bytes=64000-").await.unwrap();
    assert_eq!(response.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(field(&response, "content-range"), Some("bytes */64000"));
    assert!(response.error_for_status().unwrap_err().is_status());
}

pub(crate) async fn what_has_not_changed_is_not_sent_again(at: Target) {
    let response = get(&at, "/planets.txt").await;
    let etag = field(&response, "etag").unwrap().to_owned();
    let date = field(&response, "last-modified").unwrap().to_owned();
    for (name, value) in [("if-none-match", &etag), ("if-modified-since", &date)] {
        let request = Client::new().get(at.url("/planets.txt")).header(name, value);
        let response = request.send().await.unwrap().error_for_status().unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{name}");
        assert_eq!(field(&response, "etag"), Some(&*etag), "{name}");
        assert_eq!(response.bytes().await.unwrap(), "", "{name}");
    }
}

pub(crate) async fn trailers_follow_the_body(at: Target) {
    let mut response = get(&at, "/trailers.html").await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), "put together for GET\n");
    let trailers = response.trailers().await.unwrap().unwrap();
    assert_eq!(
        (&trailers["x-sum"], &trailers["x-path"]),
        (&"42".parse().unwrap(), &"/trailers.html".parse().unwrap())
    );

    // The body is there without the trailers.
    let response = get(&at, "/trailers.html").await;
    assert_eq!(response.text().await.unwrap(), "put together for GET\n");
}

pub(crate) async fn head_has_the_length_and_no_body(at: Target) {
    let response = Client::new().head(at.url("/planets.txt")).send().await.unwrap();
    assert_eq!(
        (response.status(), field(&response, "content-length")),
        (StatusCode::OK, Some("64000"))
    );
    assert_eq!(response.bytes().await.unwrap(), "");
}

pub(crate) async fn an_upload_that_is_too_large_is_refused_under_way(at: Target) {
    let post = |body: Body| Client::new().post(at.url("/small")).body(body).send();
    let response = post(chunks(4)).await.unwrap();
    assert_eq!(response.text().await.unwrap(), "taken");
    for body in [vec![b'u'; 1 << 20].into(), chunks(64), chunks(512)] {
        let error = match post(body).await {
            Ok(response) => response.error_for_status().unwrap_err(),
            // When a response and the end of its connection come together, wasmtime 48 tells of the
            // end alone.
            Err(error) if cfg!(target_os = "wasi") => {
                assert!(error.is_request() && !error.is_timeout(), "{error:?}");
                continue;
            }
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!((error.is_status(), error.status().unwrap().as_u16()), (true, 413));
    }
}

pub(crate) async fn redirects_lead_on(at: Target) {
    let stay = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    for (path, location) in [
        ("/redirect/absolute", at.url("/planets.txt")),
        ("/redirect/relative", "/planets.txt".into()),
    ] {
        let response = get(&at, path).await;
        assert_eq!((response.status(), response.url().path()), (StatusCode::OK, "/planets.txt"));
        assert_eq!(response.content_length(), Some(PLANETS as u64));
        let response = stay.get(at.url(path)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
        assert_eq!(field(&response, "location"), Some(&*location));
    }
    // A folder.
    let response = get(&at, "/folder").await;
    assert_eq!(response.url().path(), "/folder/");
    assert_eq!(response.text().await.unwrap(), "a folder\n");
    // A form that is posted becomes a GET.
    let response = Client::new().post(at.url("/redirect/relative")).body("a=b").send().await;
    assert_eq!(response.unwrap().content_length(), Some(PLANETS as u64));
    // Another origin.
    let url = at.other_url("/planets.txt");
    let authority = url.trim_start_matches("http://").trim_end_matches("/planets.txt");
    let response = get(&at, &format!("/redirect/other?to={authority}")).await;
    assert_eq!((response.status(), response.url().to_string()), (StatusCode::OK, url));
}

/// It sends a part at once and pauses then.
pub(crate) async fn a_body_that_comes_slowly_has_its_time(at: Target) {
    let slow = at.url("/slow/planets.txt");
    let patient = Client::builder().between_bytes_timeout(LONG).timeout(LONG).build().unwrap();
    let response = patient.get(&slow).send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap().len(), PLANETS);

    for limited in
        [Client::builder().between_bytes_timeout(SHORT), Client::builder().timeout(SHORT)]
    {
        let response = limited.build().unwrap().get(&slow).send().await.unwrap();
        let error = response.bytes().await.unwrap_err();
        assert!(error.is_timeout() && error.is_body() && !error.is_request(), "{error:?}");
        assert_eq!(error.url().unwrap().to_string(), slow);
        assert_eq!(Error::from(error).status(), StatusCode::GATEWAY_TIMEOUT);
    }
}

pub(crate) async fn a_gateway_that_reaches_nobody_is_a_status(at: Target) {
    let response = get(&at, "/closed").await;
    assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
    let error = response.error_for_status().unwrap_err();
    assert!(error.is_status() && !error.is_connect(), "{error:?}");
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(error.url().unwrap().to_string(), at.url("/closed"));
}

pub(crate) async fn large_fields_pass(at: Target) {
    let response = get(&at, "/large-fields").await;
    for nth in 0..16 {
        assert_eq!(field(&response, &format!("x-large-{nth}")).unwrap().len(), 4000);
    }
    // Its own limit is 8 KiB.
    let request = Client::new().get(at.url("/large-fields")).header("x-large", "v".repeat(7000));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    let request = Client::new().get(at.url("/large-fields")).header("x-large", "v".repeat(9000));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}
