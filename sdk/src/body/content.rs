//! [`Content`]: the kinds of content that a [`Body`] may have, and what they have to say.

use std::pin::Pin;

use bytes::Bytes;
#[cfg(doorway_p3)]
use http::HeaderMap;
use http::StatusCode;

#[cfg(target_os = "wasi")]
use super::local;
use super::{Body, Effect, HostBody, Local, Source, Wrapped};
#[cfg(target_os = "wasi")]
use crate::error::Error;
#[cfg(target_os = "wasi")]
use crate::port::WriteBody;
#[cfg(doorway_p3)]
use crate::port::{PassedOn, Readable};

/// The content of a [`Body`].
///
/// All but bytes is behind trait objects: a component carries the code of those kinds alone that it
/// makes.
#[derive(Default)]
pub(crate) enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    /// A body that came in.
    Host(Local<Box<dyn HostBody>>),
    Stream(Local<Pin<Box<dyn Source>>>),
    /// Another body, and what goes along with it.
    Wrapped(Box<Wrapped>),
}

impl Content {
    pub(crate) fn stream(source: impl Source + 'static) -> Self {
        Self::Stream(Local::new(Box::pin(source)))
    }

    pub(crate) fn host(body: impl HostBody + 'static) -> Self {
        Self::Host(Local::new(Box::new(body)))
    }
}

impl Body {
    /// The bytes, of a body that is nothing else.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Empty => Some(&[]),
            Content::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The bytes, of a body that [is nothing else](Self::as_bytes).
    pub(crate) fn into_bytes(self) -> Bytes {
        match self.content {
            Content::Bytes(bytes) => bytes,
            _ => Bytes::new(),
        }
    }

    #[cfg(target_os = "wasi")]
    pub(crate) fn into_content(self) -> Content {
        self.content
    }

    /// Whether a time limit goes along with any of it.
    #[cfg(target_os = "wasi")]
    pub(crate) fn is_timed(&self) -> bool {
        let Content::Wrapped(wrapped) = &self.content else { return false };
        matches!(wrapped.effect(), Effect::Timed) || wrapped.body.is_timed()
    }

    /// The stream of its parts.
    #[cfg(target_os = "wasi")]
    pub(crate) fn into_source(self) -> Result<Pin<Box<dyn Source>>, Error> {
        match self.content {
            Content::Stream(source) => source.into_inner(),
            content => Ok(Box::pin(Self { content })),
        }
    }

    /// The function that writes it to a host, unless it is bytes.
    #[cfg(target_os = "wasi")]
    pub(crate) fn writer(&self) -> Result<Option<WriteBody>, Error> {
        let write = match &self.content {
            Content::Empty | Content::Bytes(_) => return Ok(None),
            Content::Host(body) => body.get().map(|body| body.writer()),
            Content::Stream(source) => source.get().map(|source| source.writer()),
            Content::Wrapped(wrapped) => wrapped.wrapper.get().map(|wrapper| wrapper.writer()),
        };
        write.map(Some).ok_or_else(local::out_of_reach)
    }

    /// The host's content of a body that need not pass through the component.
    #[cfg(doorway_p3)]
    pub(crate) fn hand_over(&mut self, declared: Option<u64>) -> Option<Readable> {
        match &mut self.content {
            Content::Host(body) => body.get_mut()?.hand_over(declared),
            Content::Wrapped(wrapped) => wrapped.unaffected()?.hand_over(declared),
            Content::Empty | Content::Bytes(_) | Content::Stream(_) => None,
        }
    }

    /// The host's response with this body, if it came with this head and is whole.
    #[cfg(doorway_p3)]
    pub(crate) fn pass_on(&mut self, status: StatusCode, headers: &HeaderMap) -> Option<PassedOn> {
        match &mut self.content {
            Content::Host(body) => body.get_mut()?.pass_on(status, headers),
            Content::Wrapped(wrapped) => wrapped.unaffected()?.pass_on(status, headers),
            Content::Empty | Content::Bytes(_) | Content::Stream(_) => None,
        }
    }

    /// The same again, if all of it is bytes.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let content = match &self.content {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Host(_) => return None,
            Content::Stream(source) => Content::Stream(Local::new(source.get()?.try_clone()?)),
            Content::Wrapped(wrapped) => Content::Wrapped(Box::new(wrapped.try_clone()?)),
        };
        Some(content.into())
    }

    /// The length of what is left, if it is known.
    pub(crate) fn exact_length(&self) -> Option<u64> {
        self.length(false)
    }

    /// The length to declare. Of a body that is passed on it is left to the hosts at both ends, and in
    /// HTTP/1.1 a `content-length` excludes trailers.
    pub(crate) fn known_length(&self) -> Option<u64> {
        self.length(true)
    }

    fn length(&self, to_declare: bool) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Host(_) if to_declare => None,
            Content::Host(body) => body.get()?.left(),
            Content::Stream(source) => source.get()?.size_hint().exact(),
            Content::Wrapped(wrapped) => match wrapped.effect() {
                Effect::Content => None,
                Effect::Trailers(_) if to_declare => None,
                _ => wrapped.body.length(to_declare),
            },
        }
    }

    /// The length of the whole that its sender declared, also while it is read.
    pub(super) fn declared_length(&self) -> Option<u64> {
        match &self.content {
            Content::Host(body) => body.get()?.declared_length(),
            Content::Wrapped(wrapped) => wrapped.content()?.declared_length(),
            _ => self.exact_length(),
        }
    }

    /// The status that answers a body over its limit: it depends on who sent it.
    pub(super) fn too_large_status(&self) -> StatusCode {
        match &self.content {
            Content::Host(body) => body.get().map(|body| body.too_large_status()),
            Content::Wrapped(wrapped) => Some(wrapped.body.too_large_status()),
            Content::Empty | Content::Bytes(_) | Content::Stream(_) => None,
        }
        .unwrap_or(StatusCode::PAYLOAD_TOO_LARGE)
    }

    /// The names of the trailers that were added.
    pub(crate) fn added_trailers(&self) -> &[String] {
        let Content::Wrapped(wrapped) = &self.content else { return &[] };
        match wrapped.effect() {
            Effect::Trailers(names) => names,
            _ => wrapped.body.added_trailers(),
        }
    }

    /// Says that nobody will ask for trailers.
    pub(super) fn forgo_trailers(&mut self) {
        match &mut self.content {
            Content::Host(body) => {
                if let Some(body) = body.get_mut() {
                    body.forgo_trailers();
                }
            }
            Content::Wrapped(wrapped) => wrapped.body.forgo_trailers(),
            Content::Empty | Content::Bytes(_) | Content::Stream(_) => {}
        }
    }
}
