//! Another service, which stores files.

use std::pin::pin;

use doorway::Body;
use doorway::body::Sender;
use doorway::client::{self, Client};
use doorway::extract::multipart::{Field, MultipartError};
use doorway::http::header::CONTENT_TYPE;
use doorway::time::Duration;
use futures_util::future::{Either, select};
use serde::{Deserialize, Serialize};

use crate::error::UploadError;

/// A client of the store.
#[derive(Clone)]
pub(crate) struct Store {
    client: Client,
}

/// The store's answer.
#[derive(Deserialize, Serialize)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) bytes: u64,
}

impl Store {
    /// The store below `URL/store/`.
    pub(crate) fn at(url: &str) -> Result<Self, client::Error> {
        let client = Client::builder()
            .base_url(format!("{}/store/", url.trim_end_matches('/')))
            // No limit for the whole, nor for the first byte of the answer: that comes after the
            // last byte of the file, which is as fast as its sender.
            .connect_timeout(Duration::from_secs(5))
            .between_bytes_timeout(Duration::from_secs(10))
            .body_limit(16 * 1024)
            .build()?;
        Ok(Self { client })
    }

    /// Stores a file, which is read and sent at the same time.
    pub(crate) async fn put(&self, name: String, file: Field<'_>) -> Result<Stored, UploadError> {
        let content_type = file.content_type().unwrap_or("application/octet-stream").to_owned();
        let (sender, body) = Body::channel();
        let request = self.client.put(name).header(CONTENT_TYPE, content_type).body(body);
        let (response, sent) = match select(pin!(pump(file, sender)), pin!(request.send())).await {
            // The file is complete, so the store can answer. If the form failed, the request is
            // cancelled here.
            Either::Left((sent, sending)) => {
                let sent = sent?;
                (sending.await?.error_for_status()?, sent)
            }
            // The store answered early. If it refuses, the rest of the file is not read.
            Either::Right((response, pump)) => (response?.error_for_status()?, pump.await?),
        };
        let stored = response.json::<Stored>().await?;
        if stored.bytes != sent {
            return Err(UploadError::Lost { sent, stored: stored.bytes });
        }
        Ok(stored)
    }
}

/// Sends a file chunk by chunk, each when there is room for it; returns the number of bytes.
async fn pump(mut file: Field<'_>, mut sender: Sender) -> Result<u64, MultipartError> {
    let mut sent = 0;
    while let Some(chunk) = file.chunk().await? {
        let length = chunk.len() as u64;
        if sender.send(chunk).await.is_err() {
            // The store reads no more: its answer tells why.
            return Ok(sent);
        }
        sent += length;
    }
    sender.finish();
    Ok(sent)
}
