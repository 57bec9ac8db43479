//! Bodies of responses that come bit by bit, and limits.

use doorway::client::Client;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::Value;

use super::get;
use crate::Target;

pub(crate) async fn lines_come_in_chunks(at: Target) {
    let response = get(at.url("/stream/20?a=1")).await;
    assert_eq!((response.status().as_u16(), response.content_length()), (200, None));
    let mut stream = response.bytes_stream();
    let mut text = Vec::new();
    while let Some(chunk) = stream.next().await {
        text.extend_from_slice(&chunk.unwrap());
    }
    let text = String::from_utf8(text).unwrap();
    let ids: Vec<_> = text
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["args"]["a"], "1");
            line["id"].as_u64().unwrap()
        })
        .collect();
    assert_eq!(ids, (0..20).collect::<Vec<_>>());
}

pub(crate) async fn the_first_chunk_comes_before_the_last_is_there(at: Target) {
    let mut response = get(at.url("/drip?numbytes=2&duration=10")).await;
    assert_eq!(response.content_length(), Some(2));
    assert_eq!(response.chunk().await.unwrap().unwrap(), "*");
}

pub(crate) async fn a_drip_is_read_to_its_end(at: Target) {
    let response = get(at.url("/drip?numbytes=25&duration=0.1&delay=0.05&code=201")).await;
    assert_eq!((response.status().as_u16(), response.content_length()), (201, Some(25)));
    assert_eq!(response.text().await.unwrap(), "*".repeat(25));
}

pub(crate) async fn chunks_of_any_size_add_up(at: Target) {
    let whole = get(at.url("/range/30000?chunk_size=30000")).await.bytes().await.unwrap();
    for size in [7000, 1024, 333] {
        let url = at.url(&format!("/range/30000?chunk_size={size}"));
        let chunks: Vec<_> = get(url).await.bytes_stream().try_collect().await.unwrap();
        assert!(chunks.concat() == whole, "chunks of {size}");
        let url = at.url(&format!("/stream-bytes/30000?chunk_size={size}"));
        let chunks: Vec<_> = get(url).await.bytes_stream().try_collect().await.unwrap();
        assert_eq!(chunks.concat().len(), 30_000, "chunks of {size}");
    }
}

pub(crate) async fn a_length_that_is_known_is_told(at: Target) {
    for size in [0, 1, 1000, 102_400] {
        let response = get(at.url(&format!("/bytes/{size}"))).await;
        assert_eq!(response.content_length(), Some(size));
        assert_eq!(response.bytes().await.unwrap().len() as u64, size);
    }
}

pub(crate) async fn a_body_over_its_limit_is_an_error(at: Target) {
    let client = Client::builder().body_limit(1000).build().unwrap();
    for path in ["/bytes/1001", "/stream-bytes/1001?chunk_size=100"] {
        let error = client.get(at.url(path)).send().await.unwrap().bytes().await.unwrap_err();
        assert!(error.is_body() && !error.is_timeout(), "{error:?}");
        let request = client.get(at.url(path)).body_limit(1001);
        assert_eq!(request.send().await.unwrap().bytes().await.unwrap().len(), 1001);
    }
    // Chunk by chunk there is none.
    let mut response = client.get(at.url("/stream-bytes/50000")).send().await.unwrap();
    let mut read = 0;
    while let Some(chunk) = response.chunk().await.unwrap() {
        read += chunk.len();
    }
    assert_eq!(read, 50_000);
}

pub(crate) async fn a_body_that_nobody_reads_harms_no_other(at: Target) {
    for _ in 0..5 {
        let mut response = get(at.url("/stream-bytes/100000?chunk_size=100")).await;
        response.chunk().await.unwrap().unwrap();
        drop(response);
        drop(get(at.url("/bytes/100000")).await);
    }
    assert_eq!(get(at.url("/bytes/10")).await.bytes().await.unwrap().len(), 10);
}

pub(crate) async fn no_trailers_are_none(at: Target) {
    let mut response = get(at.url("/stream/3")).await;
    assert_eq!(response.trailers().await.unwrap(), None);
    assert_eq!(response.chunk().await.unwrap(), None);
}
