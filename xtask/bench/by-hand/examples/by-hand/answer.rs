//! Responses.

use crate::bindings::wasi::http::types::{
    Fields, OutgoingBody, OutgoingResponse, ResponseOutparam,
};
use crate::bindings::wasi::io::streams::{OutputStream, StreamError};

pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const JSON: &str = "application/json";

/// The one answer to a request.
pub(crate) struct Answer {
    pub(crate) out: ResponseOutparam,
    pub(crate) is_head: bool,
}

impl Answer {
    /// No content.
    pub(crate) fn empty(self, status: u16) {
        let response = OutgoingResponse::new(Fields::new());
        let _ = response.set_status_code(status);
        ResponseOutparam::set(self.out, Ok(response));
    }

    /// Content that is at hand.
    pub(crate) fn full(self, content_type: &str, content: &[u8]) {
        let mut length = itoa::Buffer::new();
        let fields = Fields::new();
        let _ = fields.append("content-type", content_type.as_bytes());
        let _ = fields.append("content-length", length.format(content.len()).as_bytes());
        if let Some(body) = self.start(fields)
            && write(&body.stream, content).is_ok()
        {
            body.finish();
        }
    }

    /// Sends the head; none if there is to be no body.
    pub(crate) fn start(self, fields: Fields) -> Option<Content> {
        let response = OutgoingResponse::new(fields);
        let body = if self.is_head { None } else { response.body().ok() };
        ResponseOutparam::set(self.out, Ok(response));
        let body = body?;
        Some(Content { stream: body.write().ok()?, body })
    }
}

/// The content of a response, which is aborted if it is not finished.
pub(crate) struct Content {
    // Above the body, as it has to go first.
    pub(crate) stream: OutputStream,
    body: OutgoingBody,
}

impl Content {
    pub(crate) fn finish(self) {
        drop(self.stream);
        let _ = OutgoingBody::finish(self.body, None);
    }
}

/// Writes as the host gives permits.
pub(crate) fn write(stream: &OutputStream, mut content: &[u8]) -> Result<(), StreamError> {
    while !content.is_empty() {
        let permit = usize::try_from(stream.check_write()?).unwrap_or(usize::MAX);
        if permit == 0 {
            stream.blocking_flush()?;
            continue;
        }
        let (chunk, rest) = content.split_at(permit.min(content.len()));
        stream.write(chunk)?;
        content = rest;
    }
    Ok(())
}
