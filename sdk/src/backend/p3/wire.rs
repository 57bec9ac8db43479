//! The parts of a message on WASI 0.3: a stream of its content and a future of its trailers, each
//! with a readable and a writable end.

use bytes::Bytes;
use wit_bindgen::rt::async_support::{FutureReader, FutureWriter, StreamReader};

use super::bindings::wasi::http::types::{ErrorCode, Fields, Request, RequestOptions, Response};
use super::bindings::{lent_stream, wit_future};
use crate::error::{Error, ErrorKind};

/// How a body ends: with trailers, or broken off.
pub(super) type End = Result<Option<Fields>, ErrorCode>;

/// How the transmission of a message ended, which the host tells.
pub(super) type Transmitted = FutureReader<Result<(), ErrorCode>>;

/// The readable ends of a body, for the host.
pub(crate) struct Readable {
    pub(super) stream: StreamReader<u8>,
    pub(super) end: FutureReader<End>,
}

/// An unchanged response, for the host.
pub(crate) struct PassedOn {
    pub(super) response: Response,
    /// Of the request that it answers.
    pub(super) transmitted: Option<Transmitted>,
}

/// The writable ends of a body. If they are dropped unfinished, the host aborts the message.
pub(super) struct Ends {
    stream: lent_stream::Writer,
    end: FutureWriter<End>,
}

/// A body to be written, and what the host reads of it.
pub(super) fn body() -> (Ends, Readable) {
    let (writer, stream) = lent_stream::new();
    let (end_writer, end) = wit_future::new::<End>(|| Err(ErrorCode::InternalError(None)));
    (Ends { stream: writer, end: end_writer }, Readable { stream, end })
}

/// A request, and the future of its transmission.
pub(super) fn request(
    fields: Fields,
    content: Option<Readable>,
    limits: Option<RequestOptions>,
) -> (Request, Transmitted) {
    let (stream, end) = parts(content);
    Request::new(fields, stream, end, limits)
}

/// The readable ends of a body, or of none.
pub(super) fn parts(content: Option<Readable>) -> (Option<StreamReader<u8>>, FutureReader<End>) {
    match content {
        Some(Readable { stream, end }) => (Some(stream), end),
        // To drop the other one is to say what it says by itself.
        None => (None, wit_future::new::<End>(|| Ok(None)).1),
    }
}

impl Ends {
    /// Writes all of it.
    pub(super) async fn write(&mut self, bytes: Bytes) -> Result<(), Error> {
        if self.stream.write_all(bytes).await { Ok(()) } else { Err(gone()) }
    }

    /// Ends the body. Returns when the host has taken all of it.
    pub(super) async fn finish(self, trailers: Option<Fields>) -> Result<(), Error> {
        let Self { stream, end } = self;
        drop(stream);
        end.write(Ok(trailers)).await.map_err(|_| gone())
    }
}

fn gone() -> Error {
    Error::new(ErrorKind::Closed, "the other side has gone")
}

/// Tells the host that a body was read, by being dropped.
pub(super) type Read = FutureWriter<Result<(), ErrorCode>>;

/// A message that has a body.
pub(in crate::backend) trait Message: Sized + Send + 'static {
    fn headers(&self) -> Fields;

    fn into_ends(self, read: Transmitted) -> (StreamReader<u8>, FutureReader<End>);

    /// Takes the body. The host is notified when it is read, or dropped.
    fn consume(self) -> (Readable, Read) {
        let (read, told) = wit_future::new::<Result<(), ErrorCode>>(|| Ok(()));
        let (stream, end) = self.into_ends(told);
        (Readable { stream, end }, read)
    }
}

impl Message for Request {
    fn headers(&self) -> Fields {
        self.get_headers()
    }

    fn into_ends(self, read: Transmitted) -> (StreamReader<u8>, FutureReader<End>) {
        Self::consume_body(self, read)
    }
}

impl Message for Response {
    fn headers(&self) -> Fields {
        self.get_headers()
    }

    fn into_ends(self, read: Transmitted) -> (StreamReader<u8>, FutureReader<End>) {
        Self::consume_body(self, read)
    }
}
