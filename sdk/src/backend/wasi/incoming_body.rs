//! The bodies of requests and responses that come in.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::fields;
use super::origin::Origin;
use crate::Body;
#[cfg(doorway_p3)]
use crate::backend::Readable;
use crate::backend::imp;
use crate::backend::imp::outgoing::Outgoing;
use crate::backend::imp::reader::Reader;
use crate::body::{Content, HostBody, Part, Writing};
use crate::error::Error;

/// The body of an incoming request or response.
pub(in crate::backend) struct IncomingBody {
    pub(in crate::backend) reader: Reader,
    pub(in crate::backend) origin: Origin,
    forgoes_trailers: bool,
}

pub(in crate::backend) fn body(reader: Reader, origin: Origin) -> Body {
    Content::host(IncomingBody::new(reader, origin)).into()
}

impl IncomingBody {
    pub(in crate::backend) fn new(reader: Reader, origin: Origin) -> Self {
        Self { reader, origin, forgoes_trailers: false }
    }

    /// Whether a message of that length may be this body as it is: it is known to be as long, or no
    /// length has to be watched.
    pub(in crate::backend) fn keeps_to(&self, declared: Option<u64>) -> bool {
        declared.is_none_or(|declared| self.left() == Some(declared))
    }
}

impl HostBody for IncomingBody {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let Self { reader, origin, forgoes_trailers } = self;
        if let Some(data) = ready!(reader.poll_data_from(origin, cx)) {
            return Poll::Ready(Some(data.map(Part::Data)));
        }
        if *forgoes_trailers && matches!(origin, Origin::Request) {
            return Poll::Ready(None);
        }
        let fields = ready!(reader.poll_fields_from(origin, cx))?;
        Poll::Ready(fields.map(|fields| Ok(Part::trailers(fields))))
    }

    fn left(&self) -> Option<u64> {
        self.reader.left()
    }

    fn declared_length(&self) -> Option<u64> {
        self.reader.length.get()
    }

    fn is_found_empty(&mut self) -> bool {
        self.reader.is_found_empty(&self.origin)
    }

    fn poll_found_empty(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        self.reader.poll_found_empty(&self.origin, cx)
    }

    fn forgo_trailers(&mut self) {
        self.forgoes_trailers = true;
    }

    fn too_large_status(&self) -> StatusCode {
        self.origin.too_large()
    }

    fn write(self: Box<Self>, outgoing: Outgoing) -> Writing {
        imp::write_incoming(self, outgoing)
    }

    #[cfg(doorway_p3)]
    fn hand_over(&mut self, declared: Option<u64>) -> Option<Readable> {
        if self.keeps_to(declared) { self.reader.take_unread() } else { None }
    }
}

/// The rest of a response outlives it while its request's body is still being sent.
impl Drop for IncomingBody {
    fn drop(&mut self) {
        if let Some(upload) = self.origin.upload() {
            upload.keep(std::mem::replace(&mut self.reader, Reader::empty()));
        }
    }
}

/// The body of a response, as it is read.
impl Reader {
    /// The next chunk; `None` once there is no more.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_data_from(&Origin::Response(None), cx)
    }

    /// The trailers, once the data is read; they are given once.
    pub(crate) fn poll_trailers(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<HeaderMap>, Error>> {
        let found = ready!(self.poll_fields_from(&Origin::Response(None), cx));
        Poll::Ready(found.map(|found| found.as_ref().map(fields::to_map)))
    }

    /// Returns the rest of the body.
    pub(crate) fn into_body(self) -> Body {
        body(self, Origin::Response(None))
    }
}
