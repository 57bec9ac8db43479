//! Responses whose fields or bodies are not what they say.

use doorway::client::{Client, Response, retry};
use doorway::time::Duration;
use http::StatusCode;

use crate::Target;

/// The URL of an answer with a status and one field.
fn with_field(at: &Target, status: u16, name: &str, value: &[u8]) -> String {
    at.url(&format!("/answer/{status}/{name}/{}", hex(value)))
}

fn hex(bytes: &[u8]) -> String {
    // A path has no part without a character.
    bytes.iter().fold(String::from("0x"), |hex, byte| hex + &format!("{byte:02x}"))
}

async fn get(url: &str) -> Response {
    Client::new().get(url).send().await.unwrap_or_else(|error| panic!("{url}: {error:?}"))
}

/// One that leads nowhere is the response.
pub(crate) async fn locations_that_are_no_urls(at: Target) {
    for location in [
        &b"http://"[..],
        b"http:///planets",
        b"http://[::1/",
        b"http://a b/",
        b"http://host:99999/",
        b"ftp://example.test/planets",
        b"file:///etc/passwd",
        b"javascript:alert(1)",
        b"mailto:nobody@example.test",
        b"\xff\xfe",
    ] {
        for status in [301, 302, 303, 307, 308] {
            let url = with_field(&at, status, "location", location);
            let response = get(&url).await;
            assert_eq!(response.status().as_u16(), status, "{location:?}");
            assert_eq!(response.url().to_string(), url, "{location:?}");
            assert_eq!(response.headers()["location"].as_bytes(), location);
            assert_eq!(response.text().await.unwrap(), "ok");
        }
    }
}

pub(crate) async fn locations_with_a_user(at: Target) {
    let location = at.url("/ok").replace("http://", "http://user:secret@");
    let url = with_field(&at, 302, "location", location.as_bytes());
    let error = Client::new().get(&url).send().await.unwrap_err();
    assert!(error.is_redirect() && !error.is_request(), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY);
}

pub(crate) async fn redirects_without_an_end(at: Target) {
    for (path, why) in [("/next/0", "10 redirects"), ("/loop", "redirects back")] {
        let error = Client::new().get(at.url(path)).send().await.unwrap_err();
        assert!(error.is_redirect() && !error.is_timeout(), "{error:?}");
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.url().is_some());
        assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY);
    }
}

/// It counts as none.
pub(crate) async fn retry_after_that_is_none(at: Target) {
    let policy = retry::Policy::new(1).base_delay(Duration::from_millis(1));
    let client = Client::builder().retry(policy).build().unwrap();
    for value in [&b""[..], b"soon", b"-1", b"1.5", b"0x10", b"Sun, 99 Nov 1994", b"\xff"] {
        let url = at.url(&format!("/once/503/retry-after/{}", hex(value)));
        let response = client.get(&url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{value:?}");
        assert_eq!(response.text().await.unwrap(), "ok");
    }
}

/// Nobody waits that long: the response is given as it is.
pub(crate) async fn retry_after_that_is_too_long(at: Target) {
    let client = Client::builder().retry(retry::Policy::new(3)).build().unwrap();
    for value in ["86400", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let url = with_field(&at, 503, "retry-after", value.as_bytes());
        let response = client.get(&url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{value}");
        assert_eq!(response.headers()["retry-after"], value);
    }
}

/// `hello`, compressed.
const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcbH\xcd\xc9\xc9\x07\0\x86\xa6\x106\x05\0\0\0";

pub(crate) async fn gzip_that_is_none(at: Target) {
    let coded = |body: &[u8]| at.url(&format!("/coded/gzip/{}", hex(body)));
    assert_eq!(get(&coded(GZIP)).await.text().await.unwrap(), "hello");

    let mut wrong_sum = GZIP.to_vec();
    wrong_sum[19] ^= 1;
    for body in [
        &b"hello"[..],
        // Cut off in its header, in its content and in its sum.
        &GZIP[..5],
        &GZIP[..14],
        &GZIP[..22],
        &wrong_sum,
        &[GZIP, b"and more"].concat(),
        &[GZIP[..10].to_vec(), vec![0xff; 64]].concat(),
    ] {
        let url = coded(body);
        for error in [
            get(&url).await.bytes().await.map(drop).unwrap_err(),
            get(&url).await.text().await.map(drop).unwrap_err(),
            get(&url).await.json::<serde_json::Value>().await.map(drop).unwrap_err(),
        ] {
            assert!(error.is_decode() && !error.is_body() && !error.is_timeout(), "{error:?}");
            assert_eq!(error.url().unwrap().to_string(), url);
            assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY);
        }
    }
    // A client that decodes nothing gets the coded bytes.
    let client = Client::builder().no_gzip().no_deflate().build().unwrap();
    let response = client.get(coded(b"hello")).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "hello");
}

/// Each coding multiplies the bytes, and curl, reqwest and browsers disagree about the allowed
/// number, so the client decodes one only.
pub(crate) async fn codings_around_codings(at: Target) {
    for codings in ["gzip,gzip", "deflate,gzip", "deflate,gzip,gzip", "gzip,identity,gzip"] {
        let response = get(&at.url(&format!("/coded/{codings}/{}", hex(GZIP)))).await;
        assert_eq!(response.headers()["content-encoding"], codings);
        assert_eq!(response.bytes().await.unwrap(), GZIP);
    }
    let response = get(&at.url(&format!("/coded/identity,gzip/{}", hex(GZIP)))).await;
    assert_eq!(response.text().await.unwrap(), "hello");
}

/// As many as a head may have.
pub(crate) async fn cookies_that_are_none(at: Target) {
    let keeping = Client::builder().cookie_store(true).build().unwrap();
    for client in [Client::new(), keeping] {
        let response = client.get(at.url("/cookies/90")).send().await.unwrap();
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), 90);
        assert_eq!(response.text().await.unwrap(), "ok");
        // The rest of it on the connection does no harm.
        let response = client.get(at.url("/ok")).send().await.unwrap();
        assert_eq!(response.text().await.unwrap(), "ok");
    }
}
