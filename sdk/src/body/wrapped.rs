//! [`BodyWrapper`]: what goes along with a body's content while that is read or written.

#[cfg(feature = "log")]
use std::cell::Cell;
use std::pin::Pin;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll};

use super::{Body, Content, Local, Part, local};
#[cfg(target_os = "wasi")]
use crate::backend::{self, WriteBody};
use crate::error::Error;

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

    /// How the body differs from the one within. One that is changed is written part by part.
    fn change(&self) -> Change<'_> {
        Change::None
    }

    /// The same again, if it is not bound to the body that it goes along with.
    fn try_clone(&self) -> Option<Box<dyn BodyWrapper>> {
        None
    }

    /// How it sees a body pass that it does not change.
    fn passage(&self) -> Passage {
        Passage::Unseen
    }

    /// Goes on with the writing of a body that it does not change.
    fn poll_writing(
        &mut self,
        writing: &mut Writing,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        writing.as_mut().poll(cx)
    }

    /// The function that writes it to a host: never another one, but one that a component without
    /// wrappers does not carry.
    #[cfg(target_os = "wasi")]
    fn writer(&self) -> WriteBody {
        match self.change() {
            Change::None => backend::write_wrapped,
            Change::Trailers(_) | Change::Content => backend::write_parts,
        }
    }
}

/// What a wrapper makes of a body.
pub(crate) enum Change<'a> {
    /// The same.
    None,
    /// The same content, and then trailers of these names too.
    Trailers(&'a [String]),
    /// Other content.
    Content,
}

/// What a wrapper has to do with a body that is written.
#[cfg_attr(not(target_os = "wasi"), expect(dead_code, reason = "there is no host to write to"))]
pub(crate) enum Passage {
    /// It need not see it: the host may pass it on by itself.
    Unseen,
    /// It ends it in time, so that nothing may block the instance meanwhile.
    Timed,
    /// It wants to know how many bytes are written.
    #[cfg(feature = "log")]
    Counted(Rc<Cell<u64>>),
}

/// Content, and what goes along with it.
pub(crate) struct Wrapped {
    pub(crate) body: Body,
    pub(crate) wrapper: Local<Box<dyn BodyWrapper>>,
}

impl Body {
    /// Puts something around content that is more than bytes.
    pub(crate) fn wrap(&mut self, wrapper: impl BodyWrapper + 'static) {
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

    pub(super) fn change(&self) -> Change<'_> {
        self.wrapper.get().map_or(Change::Content, |wrapper| wrapper.change())
    }

    /// The body within, if its content is the same.
    pub(super) fn content(&self) -> Option<&Body> {
        (!matches!(self.change(), Change::Content)).then_some(&self.body)
    }

    /// The body within, if it is the same.
    pub(super) fn same(&mut self) -> Option<&mut Body> {
        matches!(self.change(), Change::None).then_some(&mut self.body)
    }

    /// The body within, if it is the same and the wrapper does not see it pass.
    #[cfg(doorway_p3)]
    pub(super) fn unseen(&mut self) -> Option<&mut Body> {
        let is_unseen = matches!(self.wrapper.get()?.passage(), Passage::Unseen);
        self.same().filter(|_| is_unseen)
    }

    pub(super) fn try_clone(&self) -> Option<Self> {
        let wrapper = Local::new(self.wrapper.get()?.try_clone()?);
        Some(Self { body: self.body.try_clone()?, wrapper })
    }
}
