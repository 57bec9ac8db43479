//! Responses.

use wit_bindgen::rt::async_support::{FutureReader, StreamReader, StreamWriter};

use crate::bindings::wasi::http::types::{ErrorCode, Fields, Response, Trailers};
use crate::bindings::{wit_future, wit_stream};

pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const JSON: &str = "application/json";

/// How a body ends: with trailers, or broken off.
type End = Result<Option<Trailers>, ErrorCode>;

/// How the transmission of a message ended.
pub(crate) type Transmitted = Result<(), ErrorCode>;

/// A body that comes in.
pub(crate) struct Content {
    pub(crate) stream: StreamReader<u8>,
    pub(crate) end: FutureReader<End>,
}

/// The one answer to a request.
pub(crate) struct Answer {
    pub(crate) is_head: bool,
}

impl Answer {
    /// No content.
    pub(crate) fn empty(self, status: u16) -> Response {
        let response = without_content(Fields::new());
        let _ = response.set_status_code(status);
        response
    }

    /// Content that is at hand.
    pub(crate) fn full(self, content_type: &str, content: Vec<u8>) -> Response {
        let mut length = itoa::Buffer::new();
        let fields = Fields::new();
        let _ = fields.append("content-type", content_type.as_bytes());
        let _ = fields.append("content-length", length.format(content.len()).as_bytes());
        self.write(fields, async move |stream| stream.write_all(content).await.is_empty())
    }

    /// Content that is written once the head was returned; `write` says whether all of it was.
    pub(crate) fn write(
        self,
        fields: Fields,
        write: impl AsyncFnOnce(&mut StreamWriter<u8>) -> bool + 'static,
    ) -> Response {
        if self.is_head {
            return without_content(fields);
        }
        let (mut writer, stream) = wit_stream::new();
        let (end, trailers) = wit_future::new::<End>(|| Err(ErrorCode::InternalError(None)));
        let (response, transmitted) = Response::new(fields, Some(stream), trailers);
        wit_bindgen::spawn_local(async move {
            if write(&mut writer).await {
                drop(writer);
                let _ = end.write(Ok(None)).await;
            }
            let _ = transmitted.await;
        });
        response
    }

    /// Content that the host moves.
    pub(crate) fn pass_on(self, Content { stream, end }: Content) -> Response {
        if self.is_head {
            return without_content(Fields::new());
        }
        keep(Response::new(Fields::new(), Some(stream), end))
    }
}

fn without_content(fields: Fields) -> Response {
    keep(Response::new(fields, None, nothing()))
}

/// The end of a message without a body.
pub(crate) fn nothing() -> FutureReader<End> {
    // It is what a writer says that is dropped.
    wit_future::new::<End>(|| Ok(None)).1
}

/// Keeps the future of the transmission until that is over: otherwise a host may abort it.
fn keep((response, transmitted): (Response, FutureReader<Transmitted>)) -> Response {
    wit_bindgen::spawn_local(async move {
        let _ = transmitted.await;
    });
    response
}
