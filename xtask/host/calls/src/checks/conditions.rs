//! Conditions and what may be kept
//! ([RFC 9110, 13](https://www.rfc-editor.org/rfc/rfc9110#section-13)).

use doorway::client::Client;

use super::{field, get};
use crate::Target;

async fn status_with(at: &Target, path: &str, name: &str, value: &str) -> (u16, String) {
    let request = Client::new().get(at.url(path)).header(name, value);
    let response = request.send().await.unwrap();
    let (status, has_text) = (response.status(), response.status() == 200);
    let etag = field(response.headers(), "etag").to_owned();
    assert_eq!(!response.text().await.unwrap().is_empty(), has_text);
    (status.as_u16(), etag)
}

pub(crate) async fn what_has_not_changed_is_a_304(at: Target) {
    let etag = async |value| status_with(&at, "/etag/v1", "if-none-match", value).await;
    assert_eq!(etag(r#""v1""#).await, (304, "v1".to_owned()));
    assert_eq!(etag(r#"W/"v0", W/"v1""#).await, (304, "v1".to_owned()));
    assert_eq!(etag("*").await, (304, "v1".to_owned()));
    assert_eq!(etag(r#""v2""#).await, (200, "v1".to_owned()));
}

pub(crate) async fn what_has_changed_is_a_412(at: Target) {
    let etag = async |value| status_with(&at, "/etag/v1", "if-match", value).await;
    assert_eq!(etag(r#""v2""#).await.0, 412);
    assert_eq!(etag(r#""v1""#).await.0, 200);
}

pub(crate) async fn a_copy_is_asked_about(at: Target) {
    let response = get(at.url("/cache")).await;
    let (etag, modified) =
        (field(response.headers(), "etag"), field(response.headers(), "last-modified"));
    assert!(modified.ends_with(" GMT"), "{modified}");
    assert_eq!(status_with(&at, "/cache", "if-none-match", etag).await.0, 304);
    assert_eq!(status_with(&at, "/cache", "if-modified-since", modified).await.0, 304);
    let response = get(at.url("/cache/60")).await;
    assert_eq!(field(response.headers(), "cache-control"), "public, max-age=60");
}
