//! [`BodyWrapper`]: what goes along with a body's content while that is read or written.

#[cfg(feature = "log")]
use std::cell::Cell;
use std::pin::Pin;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll};

use super::{Body, Content, Local, Part, local};
use crate::error::Error;
#[cfg(target_os = "wasi")]
use crate::port::{self, WriteBody};

/// The future of a body that is being written.
pub(crate) type Writing = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Something that goes along with a body: a time limit, a log line, a decoder.
#[cfg_attr(not(target_os = "wasi"), expect(dead_code, reason = "there is no host to write to"))]
pub(crate) trait BodyWrapper {
    /// The next part of the body, or what becomes of it.
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>>;

    /// Default: [`Effect::None`].
    fn effect(&self) -> Effect<'_> {
        Effect::None
    }

    /// Goes on with the writing of a body that is the same as without it.
    fn poll_writing(
        &mut self,
        writing: &mut Writing,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        writing.as_mut().poll(cx)
    }

    /// The same again, if it is not bound to the body that it goes along with.
    fn try_clone(&self) -> Option<Box<dyn BodyWrapper>> {
        None
    }

    /// The function that writes it to a host. Behind a method, so that only components with wrappers
    /// link it.
    #[cfg(target_os = "wasi")]
    fn writer(&self) -> WriteBody {
        if self.effect().is_same() { port::write_wrapped } else { port::write_parts }
    }
}

/// The effect of a wrapper on its body.
pub(crate) enum Effect<'a> {
    /// None: the host may pass it on by itself.
    None,
    /// It ends in time, so that nothing may block the instance meanwhile.
    Timed,
    /// The bytes that are written are counted.
    #[cfg(feature = "log")]
    #[cfg_attr(not(target_os = "wasi"), expect(dead_code, reason = "there is nothing to count"))]
    Counted(&'a Rc<Cell<u64>>),
    /// It brings trailers, and so is written part by part: these names are all that were added.
    Trailers(&'a [String]),
    /// It has other content, which is made part by part.
    Content,
}

impl Effect<'_> {
    /// Whether the body is the same as without the wrapper.
    fn is_same(&self) -> bool {
        !matches!(self, Self::Trailers(_) | Self::Content)
    }
}

/// Content, and what goes along with it.
pub(crate) struct Wrapped {
    pub(crate) body: Body,
    pub(crate) wrapper: Local<Box<dyn BodyWrapper>>,
}

impl Body {
    /// Puts something around content that is more than bytes.
    pub(crate) fn wrap_in(&mut self, wrapper: impl BodyWrapper + 'static) {
        if self.as_bytes().is_none() {
            self.wrap_any(wrapper);
        }
    }

    /// Puts something around any content.
    pub(crate) fn wrap_any(&mut self, wrapper: impl BodyWrapper + 'static) {
        let wrapper = Local::new(Box::new(wrapper) as Box<dyn BodyWrapper>);
        let body = std::mem::take(self);
        self.content = Content::Wrapped(Box::new(Wrapped { body, wrapper }));
    }
}

impl Wrapped {
    pub(super) fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        match self.wrapper.get_mut() {
            Some(wrapper) => wrapper.poll_part(&mut self.body, cx),
            None => Poll::Ready(Some(Err(local::out_of_reach()))),
        }
    }

    pub(super) fn effect(&self) -> Effect<'_> {
        self.wrapper.get().map_or(Effect::Content, |wrapper| wrapper.effect())
    }

    /// The body within, if its content is the same.
    pub(super) fn content(&self) -> Option<&Body> {
        (!matches!(self.effect(), Effect::Content)).then_some(&self.body)
    }

    /// The body within, if it is the same.
    pub(super) fn same(&mut self) -> Option<&mut Body> {
        self.effect().is_same().then_some(&mut self.body)
    }

    /// The body within, if it makes no difference who passes it on.
    #[cfg(doorway_p3)]
    pub(super) fn unaffected(&mut self) -> Option<&mut Body> {
        matches!(self.effect(), Effect::None).then_some(&mut self.body)
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let wrapper = Local::new(self.wrapper.get()?.try_clone()?);
        Some(Self { body: self.body.try_clone()?, wrapper })
    }
}
