//! A response, all of it.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Response};
use http_body::Body;
use http_body_util::BodyExt;

/// A response as a client got it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The received part of the body.
    pub body: Bytes,
    /// The trailers; empty if there were none.
    pub trailers: HeaderMap,
    /// Whether the body came to its end, rather than being broken off.
    pub complete: bool,
}

impl Answer {
    /// Reads the body of a response until it ends or is cut off.
    pub async fn read<B: Body<Data = Bytes> + Unpin>(response: Response<B>) -> Self {
        let (head, mut body) = response.into_parts();
        let mut answer = Self {
            status: head.status.as_u16(),
            headers: head.headers,
            body: Bytes::new(),
            trailers: HeaderMap::new(),
            complete: true,
        };
        let mut data = BytesMut::new();
        while let Some(frame) = body.frame().await {
            match frame.map(|frame| frame.into_data()) {
                Ok(Ok(part)) => data.extend_from_slice(&part),
                Ok(Err(frame)) => answer.trailers.extend(frame.into_trailers().unwrap_or_default()),
                Err(_) => {
                    answer.complete = false;
                    break;
                }
            }
        }
        answer.body = data.freeze();
        answer
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// If it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body)
            .unwrap_or_else(|error| panic!("the body is not text: {error}"))
    }

    /// One header as text; empty if there is none.
    ///
    /// # Panics
    ///
    /// If it is not visible ASCII.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| {
            value.to_str().unwrap_or_else(|error| panic!("header {name} is not text: {error}"))
        })
    }
}
