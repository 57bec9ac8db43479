//! Compressed responses ([RFC 9110, 8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)).

use doorway::client::Client;
use serde_json::{Value, json};

use super::{field, get, told};
use crate::Target;

pub(crate) async fn what_is_compressed_is_decoded(at: Target) {
    for (path, name) in [("/gzip", "gzipped"), ("/deflate", "deflated")] {
        let response = get(at.url(path)).await;
        assert_eq!(field(response.headers(), "content-encoding"), "");
        assert_eq!(field(response.headers(), "content-length"), "");
        assert_eq!(response.content_length(), None);
        let seen = told(response).await;
        assert_eq!((&seen[name], &seen["method"]), (&json!(true), &json!("GET")));
        let mut response = get(at.url(path)).await;
        let mut text = Vec::new();
        while let Some(chunk) = response.chunk().await.unwrap() {
            text.extend_from_slice(&chunk);
        }
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), seen);
    }
}

pub(crate) async fn what_is_asked_for_is_what_is_decoded(at: Target) {
    let accepts = async |client: Client| {
        let seen = told(client.get(at.url("/headers")).send().await.unwrap()).await;
        seen["headers"]["Accept-Encoding"].clone()
    };
    assert_eq!(accepts(Client::new()).await, "gzip, deflate");
    assert_eq!(accepts(Client::builder().no_deflate().build().unwrap()).await, "gzip");
    assert_eq!(accepts(Client::builder().gzip(false).build().unwrap()).await, "deflate");
    let none = Client::builder().no_gzip().no_deflate().build().unwrap();
    assert_eq!(accepts(none).await, Value::Null);
    let request = Client::new().get(at.url("/headers")).header("range", "bytes=0-");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen["headers"]["Accept-Encoding"], Value::Null, "{seen}");
}

pub(crate) async fn whoever_wants_it_compressed_gets_it_so(at: Target) {
    let client = Client::builder().no_gzip().no_deflate().build().unwrap();
    for (path, coding, start) in
        [("/gzip", "gzip", &b"\x1f\x8b"[..]), ("/deflate", "deflate", b"\x78")]
    {
        let response = client.get(at.url(path)).send().await.unwrap();
        assert_eq!(field(response.headers(), "content-encoding"), coding);
        let length = response.content_length().unwrap();
        let bytes = response.bytes().await.unwrap();
        assert!(bytes.starts_with(start) && bytes.len() as u64 == length, "{coding}: {bytes:?}");
    }
}

pub(crate) async fn brotli_is_left_as_it_is(at: Target) {
    let request = Client::new().get(at.url("/brotli")).header("accept-encoding", "br");
    let response = request.send().await.unwrap();
    assert_eq!(field(response.headers(), "content-encoding"), "br");
    let length = response.content_length().unwrap();
    let bytes = response.bytes().await.unwrap();
    assert_eq!(bytes.len() as u64, length);
    assert!(!bytes.is_empty() && serde_json::from_slice::<Value>(&bytes).is_err(), "{bytes:?}");
}

pub(crate) async fn a_limit_counts_what_was_decoded(at: Target) {
    for path in ["/gzip", "/deflate"] {
        let long = "x".repeat(5000);
        let request = Client::new().get(at.url(path)).header("x-long", long).body_limit(5000);
        let error = request.send().await.unwrap().bytes().await.unwrap_err();
        assert!(error.is_body(), "{path}: {error:?}");
    }
}

pub(crate) async fn head_has_nothing_to_decode(at: Target) {
    for path in ["/gzip", "/deflate", "/brotli"] {
        let response = Client::new().head(at.url(path)).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_ne!(field(response.headers(), "content-encoding"), "");
        assert_eq!(response.bytes().await.unwrap(), "");
    }
}
