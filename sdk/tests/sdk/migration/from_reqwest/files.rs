//! Sends and gets what is long: a body that is a stream, a download chunk by chunk.

use std::io;

use doorway::Body;
use doorway::client::Client;
use doorway::http::StatusCode;
use doorway::http::header::{CONTENT_TYPE, RANGE};
use futures_util::{StreamExt, TryStreamExt, stream};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub async fn log(client: &Client, url: &str, lines: Vec<String>) -> Result<String> {
    let lines = stream::iter(lines).map(|line| Ok::<_, io::Error>(line + "\n"));
    let body = Body::wrap_stream(lines);
    let request = client.put(url).header(CONTENT_TYPE, "text/plain").body(body);
    Ok(request.send().await?.error_for_status()?.text().await?)
}

pub async fn download(client: &Client, url: &str) -> Result<(Vec<u8>, Vec<u64>)> {
    let mut response = client.get(url).send().await?.error_for_status()?;
    let total = response.content_length().unwrap_or(0);
    let (mut file, mut progress) = (Vec::new(), Vec::new());
    while let Some(chunk) = response.chunk().await? {
        file.extend_from_slice(&chunk);
        progress.push(file.len() as u64 * 100 / total.max(1));
    }
    Ok((file, progress))
}

pub async fn resume(client: &Client, url: &str, have: usize) -> Result<usize> {
    let response = client.get(url).header(RANGE, format!("bytes={have}-")).send().await?;
    if response.status() != StatusCode::PARTIAL_CONTENT {
        return Err("the server starts again".into());
    }
    let rest = response.bytes_stream();
    let length =
        rest.map_ok(|chunk| chunk.len()).try_fold(0, |sum, length| async move { Ok(sum + length) });
    Ok(have + length.await?)
}
