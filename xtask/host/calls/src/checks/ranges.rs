//! Parts of a whole ([RFC 9110, 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use doorway::client::Client;

use super::{field, get};
use crate::Target;

pub(crate) async fn a_range_is_a_206(at: Target) {
    for (range, content, text) in [
        ("bytes=0-4", "bytes 0-4/26", "abcde"),
        ("bytes=10-12", "bytes 10-12/26", "klm"),
        ("bytes=23-", "bytes 23-25/26", "xyz"),
        ("bytes=-2", "bytes 24-25/26", "yz"),
    ] {
        let request = Client::new().get(at.url("/range/26")).header("range", range);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 206, "{range}");
        assert_eq!(field(response.headers(), "content-range"), content);
        assert_eq!(response.content_length(), Some(text.len() as u64));
        assert_eq!(response.text().await.unwrap(), text);
    }
}

pub(crate) async fn without_a_range_it_is_the_whole(at: Target) {
    for request in [
        Client::new().get(at.url("/range/26")),
        Client::new().get(at.url("/range/26")).header("range", "bytes=0-25"),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(field(response.headers(), "accept-ranges"), "bytes");
        assert_eq!(field(response.headers(), "etag"), "range26");
        assert_eq!(response.text().await.unwrap(), "abcdefghijklmnopqrstuvwxyz");
    }
}

pub(crate) async fn one_outside_is_a_416(at: Target) {
    let request = Client::new().get(at.url("/range/26")).header("range", "bytes=26-30");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 416);
    assert_eq!(field(response.headers(), "content-range"), "bytes */26");
    assert_eq!(response.bytes().await.unwrap(), "");
}

pub(crate) async fn ranges_make_up_the_whole(at: Target) {
    let whole = get(at.url("/range/5000?chunk_size=500")).await.bytes().await.unwrap();
    let mut parts = Vec::new();
    for first in (0..5000).step_by(900) {
        let range = format!("bytes={first}-{}", (first + 899).min(4999));
        let request = Client::new().get(at.url("/range/5000")).header("range", range);
        let response = request.send().await.unwrap().error_for_status().unwrap();
        parts.extend_from_slice(&response.bytes().await.unwrap());
    }
    assert!(parts == whole);
}
